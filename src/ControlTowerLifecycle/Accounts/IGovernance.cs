namespace ControlTowerLifecycle.Accounts;

/// <summary>Which accounts Control Tower governs, as Control Tower itself tells it.</summary>
internal interface IGovernance
{
    /// <summary>
    /// Reads all governed accounts: 100 a page, one page after the other. That it may not be asked is an answer, not a
    /// failure.
    /// </summary>
    /// <exception cref="Failures.RemoteSystemException">Control Tower refuses for another reason, or does not
    /// answer.</exception>
    Task<Governance> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>What Control Tower tells of the accounts it governs. Closed.</summary>
internal abstract record Governance
{
    private Governance()
    {
    }

    /// <summary>
    /// These accounts are governed and no others. It is never empty: a landing zone that names no account is one that
    /// does not tell.
    /// </summary>
    public sealed record Known(AccountIdSet Accounts) : Governance;

    /// <summary>
    /// Control Tower does not tell, and why. Whether the execution role can be assumed has to decide instead.
    /// </summary>
    public record Unknown(string Why) : Governance;

    /// <summary>
    /// It does not tell because it is not set up in this region: another one is its home region, or its landing zone is
    /// gone. Its events never come here.
    /// </summary>
    public sealed record Absent(string Region) : Unknown($"Control Tower has no landing zone in {Region}");
}
