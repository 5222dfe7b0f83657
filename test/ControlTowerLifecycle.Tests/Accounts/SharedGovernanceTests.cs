using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Accounts;

public class SharedGovernanceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Those_who_ask_at_the_same_time_have_Control_Tower_asked_once()
    {
        var controlTower = new SlowGovernance();
        var shared = new SharedGovernance(controlTower);
        var asking = Enumerable.Range(0, 10).Select(_ => shared.ReadAsync(Token)).ToList();

        var told = controlTower.Tell();

        Assert.All(await Task.WhenAll(asking), governance => Assert.Same(told, governance));
        Assert.Equal(1, controlTower.Asked);
    }

    [Fact]
    public async Task Whoever_asks_later_is_told_anew()
    {
        var controlTower = new SlowGovernance();
        var shared = new SharedGovernance(controlTower);
        for (var time = 1; time <= 3; time++)
        {
            var asking = shared.ReadAsync(Token);
            var told = controlTower.Tell();

            Assert.Same(told, await asking);
            Assert.Equal(time, controlTower.Asked);
        }
    }

    private sealed class SlowGovernance : IGovernance
    {
        private TaskCompletionSource<Governance> _telling = new();

        public int Asked { get; private set; }

        public Task<Governance> ReadAsync(CancellationToken cancellationToken)
        {
            Asked++;
            return _telling.Task;
        }

        public Governance Tell()
        {
            var told = new Governance.Known([Sample.Id]);
            var telling = _telling;
            _telling = new TaskCompletionSource<Governance>();
            telling.SetResult(told);
            return told;
        }
    }
}
