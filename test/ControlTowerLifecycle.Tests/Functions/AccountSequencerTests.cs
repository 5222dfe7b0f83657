using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Functions.Lifecycle;

namespace ControlTowerLifecycle.Tests.Functions;

public sealed class AccountSequencerTests
{
    private static readonly AccountId Account = AccountId.Parse("444455556666");

    private readonly AccountSequencer _sequencer = new();

    [Fact]
    public async Task Work_waits_for_the_latest_earlier_work_on_the_account()
    {
        var second = new TaskCompletionSource<int>();
        var isThirdStarted = false;
        await _sequencer.RunAsync(Account, () => Task.FromResult(1));
        var latest = _sequencer.RunAsync(Account, () => second.Task);

        var third = _sequencer.RunAsync(Account, () =>
        {
            isThirdStarted = true;
            return Task.FromResult(3);
        });

        Assert.False(isThirdStarted);
        second.SetResult(2);
        Assert.Equal(2, await latest);
        Assert.Equal(3, await third);
    }

    [Fact]
    public async Task Work_is_not_affected_by_the_failure_of_earlier_work()
    {
        var failed = _sequencer.RunAsync(Account, () => Task.FromException<int>(new KeyNotFoundException()));

        Assert.Equal(2, await _sequencer.RunAsync(Account, () => Task.FromResult(2)));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => failed);
    }
}
