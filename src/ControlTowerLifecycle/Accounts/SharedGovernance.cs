namespace ControlTowerLifecycle.Accounts;

/// <summary>
/// Has Control Tower asked once for all who want to know at the same time: a unit that left brings hundreds of accounts,
/// and each would read a hundred pages. Nothing is kept for whoever asks later: an account may be enrolled again by then.
/// </summary>
internal sealed class SharedGovernance(IGovernance governance) : IGovernance
{
    private readonly SharedValue<Governance> _governance = new(governance.ReadAsync);

    public Task<Governance> ReadAsync(CancellationToken cancellationToken) =>
        _governance.GetCurrentAsync(cancellationToken);
}
