using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>What a walk counted, over all invocations that it took.</summary>
internal sealed record WalkSummary
{
    /// <summary>The value of <see cref="Governance"/> where Control Tower told which accounts it governs.</summary>
    public const string GovernanceKnown = "known";

    /// <summary>Accounts that the walk came past.</summary>
    public int Accounts { get; init; }

    /// <summary>Accounts in which nothing is to be done.</summary>
    public int Protected { get; init; }

    /// <summary>Accounts for which a vendor has nothing registered.</summary>
    public int Missing { get; init; }

    /// <summary>Accounts that are registered and not as they should be.</summary>
    public int Drifted { get; init; }

    /// <summary>Accounts that could not be looked at.</summary>
    public int Failed { get; init; }

    /// <summary>Accounts for which a message is in the queue.</summary>
    public int Queued { get; init; }

    /// <summary>Accounts left alone on purpose, by <see cref="Accounts.SkipReason.Code"/>.</summary>
    public IReadOnlyDictionary<string, int> Skipped { get; init; } = new SortedDictionary<string, int>(StringComparer.Ordinal);

    /// <summary>
    /// Registrations under our name of accounts that are no active members of this organization. Null where the walk did
    /// not see all of it at once. A tenant may serve several organizations, so none is ever removed.
    /// </summary>
    public int? Orphaned { get; init; }

    /// <summary>
    /// <see cref="GovernanceKnown"/>, or why Control Tower does not tell; null where it was not asked.
    /// </summary>
    public string? Governance { get; init; }

    /// <summary>Accounts that should be protected, and of which the walk does not know that they are.</summary>
    [JsonIgnore]
    public int Unprotected => Missing + Drifted + Failed;

    /// <summary>Accounts left alone on purpose, for whatever reason.</summary>
    [JsonIgnore]
    public int SkippedInAll => Skipped.Values.Sum();

    /// <summary>The same with the accounts of one more page.</summary>
    internal WalkSummary With(IReadOnlyList<AccountVerdict> page)
    {
        var skipped = new SortedDictionary<string, int>(Skipped.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var reason in page.Select(verdict => verdict.Reason).OfType<Accounts.SkipReason>())
            skipped[reason.Code] = skipped.GetValueOrDefault(reason.Code) + 1;

        return this with
        {
            Accounts = Accounts + page.Count,
            Protected = Protected + Count(Standing.Protected),
            Missing = Missing + Count(Standing.Missing),
            Drifted = Drifted + Count(Standing.Drifted),
            Failed = Failed + Count(Standing.Failed),
            Queued = Queued + page.Count(verdict => verdict.Message is not null),
            Skipped = skipped,
        };

        int Count(Standing standing) => page.Count(verdict => verdict.Standing == standing);
    }
}
