namespace ControlTowerLifecycle.Accounts;

/// <summary>Reads from Control Tower which accounts it governs.</summary>
internal interface IGovernance
{
    /// <summary>
    /// Reads all governed accounts: pages of 100, in sequence. A missing permission is not a failure: the result is
    /// then <see cref="Governance.Unknown"/>.
    /// </summary>
    /// <exception cref="Failures.RemoteSystemException">Control Tower refused the call for another reason, or did not
    /// respond.</exception>
    Task<Governance> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>What is known about the accounts that Control Tower governs. Closed.</summary>
internal abstract record Governance
{
    private Governance()
    {
    }

    /// <summary>
    /// Exactly these accounts are governed. The set is never empty: if Control Tower names no account, governance is
    /// <see cref="Unknown"/>.
    /// </summary>
    public sealed record Known(HashSet<AccountId> Accounts) : Governance;

    /// <summary>
    /// Control Tower did not return the governed accounts, and why. The decision then depends on whether the execution
    /// role can be assumed.
    /// </summary>
    public record Unknown(string Why) : Governance;

    /// <summary>
    /// There is no landing zone in this region: another region is the home region, or the landing zone was
    /// decommissioned. Control Tower sends no events to this region.
    /// </summary>
    public sealed record Absent(string Region) : Unknown($"Control Tower has no landing zone in {Region}");
}
