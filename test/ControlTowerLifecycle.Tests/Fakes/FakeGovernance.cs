using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>Control Tower, which tells what a test has it tell.</summary>
internal sealed class FakeGovernance(Governance told) : IGovernance
{
    public int Asked { get; private set; }

    public static FakeGovernance Of(params IEnumerable<AccountId> accounts) =>
        new(new Governance.Known([.. accounts]));

    public Task<Governance> ReadAsync(CancellationToken cancellationToken)
    {
        Asked++;
        return Task.FromResult(told);
    }
}
