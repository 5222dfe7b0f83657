using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>Control Tower, which returns one value and counts its calls.</summary>
internal sealed class FakeGovernance(Governance governance) : IGovernance
{
    public int Asked { get; private set; }

    public static FakeGovernance Of(params IEnumerable<AccountId> accounts) =>
        new(new Governance.Known([.. accounts]));

    public Task<Governance> ReadAsync(CancellationToken cancellationToken)
    {
        Asked++;
        return Task.FromResult(governance);
    }
}
