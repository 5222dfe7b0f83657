using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Aws;

/// <summary>Placeholder: asks nobody, so that the execution role decides.</summary>
internal sealed class ControlTowerGovernance(ControlTowerClient controlTower, AccountId managementAccountId) : IGovernance
{
    public Task<Governance> ReadAsync(CancellationToken cancellationToken) => Task.FromResult<Governance>(
        new Governance.Unknown($"Control Tower in {controlTower.Region} of {managementAccountId} is not asked by this version"));
}
