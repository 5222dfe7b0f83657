namespace ControlTowerLifecycle.Accounts;

/// <summary>
/// Lets concurrent callers share one read of governance. If a unit left, hundreds of its accounts are checked at the
/// same time, and without sharing each check would read a hundred pages. A later caller gets a new read, because an
/// account may have been enrolled again.
/// </summary>
internal sealed class SharedGovernance(IGovernance governance) : IGovernance
{
    private readonly SharedValue<Governance> _governance = new(governance.ReadAsync);

    public Task<Governance> ReadAsync(CancellationToken cancellationToken) =>
        _governance.GetCurrentAsync(cancellationToken);
}
