using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Functions.Lifecycle;

namespace ControlTowerLifecycle.Tests.Functions;

public sealed class AccountSequencerTests
{
    private static readonly AccountId Account = AccountId.Parse("444455556666");

    private readonly AccountSequencer _turns = new();

    [Fact]
    public async Task A_turn_waits_for_the_one_that_was_asked_for_last()
    {
        var second = new TaskCompletionSource<int>();
        var thirdHasBegun = false;
        await _turns.RunAsync(Account, () => Task.FromResult(1));
        var last = _turns.RunAsync(Account, () => second.Task);

        var turn = _turns.RunAsync(Account, () =>
        {
            thirdHasBegun = true;
            return Task.FromResult(3);
        });

        Assert.False(thirdHasBegun);
        second.SetResult(2);
        Assert.Equal(2, await last);
        Assert.Equal(3, await turn);
    }

    [Fact]
    public async Task A_turn_ends_as_its_own_work_ends_and_not_as_the_one_before()
    {
        var failed = _turns.RunAsync(Account, () => Task.FromException<int>(new KeyNotFoundException()));

        Assert.Equal(2, await _turns.RunAsync(Account, () => Task.FromResult(2)));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => failed);
    }
}
