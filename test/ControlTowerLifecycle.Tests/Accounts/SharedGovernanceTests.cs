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

    [Fact]
    public async Task Governance_that_was_read_after_its_caller_was_cancelled_is_not_returned_to_a_later_caller()
    {
        using var deadline = new CancellationTokenSource();
        var controlTower = new SlowGovernance();
        var shared = new SharedGovernance(controlTower);
        var cancelled = shared.ReadAsync(deadline.Token);
        await deadline.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        controlTower.Tell();

        var later = shared.ReadAsync(Token);
        var current = controlTower.Tell();

        Assert.Same(current, await later);
        Assert.Equal(2, controlTower.Asked);
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
