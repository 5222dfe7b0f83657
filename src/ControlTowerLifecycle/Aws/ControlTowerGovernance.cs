using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Aws;

/// <summary>Governance as Control Tower tells it.</summary>
internal sealed class ControlTowerGovernance(ControlTowerClient controlTower, AccountId managementAccountId) : IGovernance
{
    public Task<Governance> ReadAsync(CancellationToken cancellationToken) => Task.FromResult<Governance>(
        new Governance.Unknown(
            $"Control Tower in {controlTower.Connection.Region} is not asked for {managementAccountId} in this version"));
}
