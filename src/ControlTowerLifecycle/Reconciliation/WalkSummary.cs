namespace ControlTowerLifecycle.Reconciliation;

/// <summary>What a walk counted, over all its invocations.</summary>
internal sealed record WalkSummary
{
    /// <summary>The value of <see cref="Governance"/> if Control Tower returned the accounts that it governs.</summary>
    public const string GovernanceKnown = "known";

    /// <summary>Accounts that the walk has read.</summary>
    public int Accounts { get; init; }

    /// <summary>Accounts that need no change.</summary>
    public int Protected { get; init; }

    /// <summary>Accounts that have no registration at a vendor.</summary>
    public int Missing { get; init; }

    /// <summary>Accounts that are registered, and whose role or registration is not as wanted.</summary>
    public int Drifted { get; init; }

    /// <summary>Accounts whose role another owner changed.</summary>
    public int Widened { get; init; }

    /// <summary>Of the protected accounts, those that another owner's registration protects.</summary>
    public int ConnectedOtherwise { get; init; }

    /// <summary>Accounts that could not be inspected.</summary>
    public int Failed { get; init; }

    /// <summary>Accounts for which a message was queued.</summary>
    public int Queued { get; init; }

    /// <summary>Accounts that have left and are not disconnected, because there are too many of them.</summary>
    public int DisconnectsHeld { get; init; }

    /// <summary>Accounts that were skipped on purpose, by <see cref="Accounts.SkipReason.Code"/>.</summary>
    public IReadOnlyDictionary<string, int> Skipped { get; init; } =
        new SortedDictionary<string, int>(StringComparer.Ordinal);

    /// <summary>
    /// Registrations under our name whose account is no active member of this organization. Null if one invocation did
    /// not read the whole organization. They are never removed: a tenant may serve several organizations.
    /// </summary>
    public int? Orphaned { get; init; }

    /// <summary>
    /// <see cref="GovernanceKnown"/>, or why governance is unknown; null if it was not read.
    /// </summary>
    public string? Governance { get; init; }

    /// <summary>Accounts that should be protected and are not known to be.</summary>
    public int Unprotected => Missing + Drifted + Widened + Failed;

    /// <summary>Accounts that were skipped on purpose, for any reason.</summary>
    public int SkippedTotal => Skipped.Values.Sum();

    /// <summary>The sum of this summary and the accounts of one more page.</summary>
    internal WalkSummary With(IReadOnlyList<AccountVerdict> page)
    {
        var skipped = new SortedDictionary<string, int>(
            Skipped.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var reason in page.Select(verdict => verdict.Reason).OfType<Accounts.SkipReason>())
            skipped[reason.Code] = skipped.GetValueOrDefault(reason.Code) + 1;

        return this with
        {
            Accounts = Accounts + page.Count,
            Protected = Protected + Count(ProtectionStatus.Protected),
            Missing = Missing + Count(ProtectionStatus.Missing),
            Drifted = Drifted + Count(ProtectionStatus.Drifted),
            Widened = Widened + Count(ProtectionStatus.Widened),
            ConnectedOtherwise = ConnectedOtherwise + page.Count(verdict => verdict.IsConnectedOtherwise),
            Failed = Failed + Count(ProtectionStatus.Failed),
            Queued = Queued + page.Count(verdict => verdict.Message is not null),
            Skipped = skipped,
        };

        int Count(ProtectionStatus status) => page.Count(verdict => verdict.Status == status);
    }
}
