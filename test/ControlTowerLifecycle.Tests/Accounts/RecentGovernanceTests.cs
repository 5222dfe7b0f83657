using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Accounts;

public class RecentGovernanceTests
{
    private readonly ManualTime _time = new(Sample.Start);

    [Fact]
    public async Task Accounts_that_leave_together_have_Control_Tower_asked_once()
    {
        var controlTower = FakeGovernance.Of(Sample.Id);
        var recent = new RecentGovernance(controlTower, _time);

        var told = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ReadAsync(recent)));

        Assert.Equal(1, controlTower.Asked);
        Assert.All(told, governance => Assert.Equal([Sample.Id], Assert.IsType<Governance.Known>(governance).Accounts));
    }

    [Fact]
    public async Task What_was_told_a_minute_ago_is_asked_again()
    {
        var controlTower = FakeGovernance.Of(Sample.Id);
        var recent = new RecentGovernance(controlTower, _time);
        await ReadAsync(recent);

        _time.Advance(TimeSpan.FromSeconds(59));
        await ReadAsync(recent);
        Assert.Equal(1, controlTower.Asked);

        _time.Advance(TimeSpan.FromSeconds(1));
        await ReadAsync(recent);
        Assert.Equal(2, controlTower.Asked);
    }

    private static Task<Governance> ReadAsync(RecentGovernance governance) =>
        governance.ReadAsync(TestContext.Current.CancellationToken);
}
