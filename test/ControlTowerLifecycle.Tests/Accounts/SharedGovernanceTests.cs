using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Accounts;

public class SharedGovernanceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Concurrent_callers_share_one_read()
    {
        var controlTower = new SlowGovernance();
        var shared = new SharedGovernance(controlTower);
        var calls = Enumerable.Range(0, 10).Select(_ => shared.ReadAsync(Token)).ToList();

        var response = controlTower.Respond();

        Assert.All(await Task.WhenAll(calls), governance => Assert.Same(response, governance));
        Assert.Equal(1, controlTower.Reads);
    }

    [Fact]
    public async Task Later_caller_gets_a_new_read()
    {
        var controlTower = new SlowGovernance();
        var shared = new SharedGovernance(controlTower);
        for (var time = 1; time <= 3; time++)
        {
            var call = shared.ReadAsync(Token);
            var response = controlTower.Respond();

            Assert.Same(response, await call);
            Assert.Equal(time, controlTower.Reads);
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
        controlTower.Respond();

        var later = shared.ReadAsync(Token);
        var current = controlTower.Respond();

        Assert.Same(current, await later);
        Assert.Equal(2, controlTower.Reads);
    }

    private sealed class SlowGovernance : IGovernance
    {
        private TaskCompletionSource<Governance> _pending = new();

        public int Reads { get; private set; }

        public Task<Governance> ReadAsync(CancellationToken cancellationToken)
        {
            Reads++;
            return _pending.Task;
        }

        public Governance Respond()
        {
            var response = new Governance.Known([Sample.Id]);
            var pending = _pending;
            _pending = new TaskCompletionSource<Governance>();
            pending.SetResult(response);
            return response;
        }
    }
}
