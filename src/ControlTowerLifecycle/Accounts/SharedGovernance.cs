namespace ControlTowerLifecycle.Accounts;

/// <summary>
/// Reads governance once for all callers at the same time: a unit that left brings hundreds of accounts, and each would
/// read a hundred pages. Nothing is kept for later callers, because an account may be enrolled again by then.
/// </summary>
internal sealed class SharedGovernance(IGovernance governance) : IGovernance
{
    private readonly SharedValue<Governance> _governance = new(governance.ReadAsync);

    public Task<Governance> ReadAsync(CancellationToken cancellationToken) =>
        _governance.GetCurrentAsync(cancellationToken);
}
