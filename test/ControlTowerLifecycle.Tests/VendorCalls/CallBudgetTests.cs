using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.Tests.VendorCalls;

/// <summary>The share of calls a minute, with a vendor that responds well.</summary>
public class CallBudgetTests
{
    private readonly ManualTime _time = new(Sample.Start);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Calls_within_the_share_do_not_wait() =>
        Assert.All(Enter(Budget(9), 9), call => Assert.True(Entered(call)));

    [Fact]
    public void Call_over_the_share_waits_until_the_oldest_is_sixty_seconds_old()
    {
        var budget = Budget(2);
        Use(budget);
        _time.Advance(TimeSpan.FromSeconds(40));
        Use(budget);
        var over = budget.WaitForTurnAsync(Token);

        _time.Advance(TimeSpan.FromSeconds(19.999));
        Assert.False(over.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.True(Entered(over));
    }

    [Fact]
    public void Call_that_another_overtakes_waits_on()
    {
        var budget = Budget(2);
        Use(budget);
        _time.Advance(TimeSpan.FromSeconds(10));
        Use(budget);
        _time.Advance(TimeSpan.FromSeconds(35));
        var waiting = Enter(budget, 2);

        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(1, waiting.Count(call => call.IsCompleted));

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.All(waiting, call => Assert.True(Entered(call)));
    }

    [Fact]
    public void Call_waits_for_a_minute()
    {
        var budget = Budget(1);
        Use(budget);
        var second = budget.WaitForTurnAsync(Token);

        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.True(Entered(second));
    }

    [Fact]
    public async Task Call_that_would_wait_for_more_than_a_minute_in_total_is_not_made()
    {
        var budget = Budget(2);
        Use(budget);
        Use(budget);
        _time.Advance(TimeSpan.FromSeconds(1));
        var waiting = Enter(budget, 3);

        _time.Advance(TimeSpan.FromSeconds(59));

        Assert.Equal(2, waiting.Count(Entered));
        var refused = await waiting.Single(call => !Entered(call));
        Assert.Equal((false, TimeSpan.FromSeconds(60)), (refused.IsTaken, refused.Wait));
    }

    [Fact]
    public void Batch_of_new_accounts_under_the_least_share_ends_while_it_waits()
    {
        var budget = Budget(CallBudget.LeastShare);
        Assert.All(Enter(budget, CallBudget.LeastShare), before => Assert.True(Entered(before)));
        var searches = Enter(budget, 10);
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.All(searches, search => Assert.True(Entered(search)));

        Assert.All(Enter(budget, 10), registration => Assert.True(Entered(registration)));
    }

    [Fact]
    public void Walk_waits_as_long_as_its_limit_allows()
    {
        var budget = new CallBudget(1, _time) { LongestWait = TimeSpan.FromMinutes(15) };
        Use(budget);
        var waiting = Enter(budget, 9);

        foreach (var _ in waiting)
            _time.Advance(TimeSpan.FromSeconds(60));

        Assert.All(waiting, call => Assert.True(Entered(call)));
    }

    [Theory]
    [InlineData(400, 5, 66)]
    [InlineData(400, 2, 133)]
    [InlineData(6, 5, 1)]
    public void Share_leaves_room_for_the_walk(int calls, int concurrency, int share) =>
        Assert.Equal(share, CallBudget.ShareOf(calls, concurrency));

    [Fact]
    public async Task No_sixty_seconds_see_more_calls_than_the_share()
    {
        const int callsPerMinute = 7;
        var random = new Random(20261120);
        _time.AutoAdvance = true;
        var budget = Budget(callsPerMinute);
        List<DateTimeOffset> calls = [];
        for (var call = 0; call < 500; call++)
        {
            while (await budget.WaitForTurnAsync(Token) is { IsTaken: false } refused)
                _time.Advance(refused.Wait);
            calls.Add(_time.GetUtcNow());
            _time.Advance(TimeSpan.FromMilliseconds(random.Next(15_000)));
        }

        Assert.All(
            calls.Zip(calls.Skip(callsPerMinute)),
            pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(60), $"{pair.First} … {pair.Second}"));
    }

    [Fact]
    public async Task Deadline_ends_the_wait()
    {
        using var deadline = new CancellationTokenSource();
        var budget = Budget(1);
        Use(budget);
        var over = budget.WaitForTurnAsync(deadline.Token);

        await deadline.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => over);
    }

    [Fact]
    public async Task Cancelled_wait_takes_no_place()
    {
        using var deadline = new CancellationTokenSource();
        var budget = Budget(1);
        Use(budget);
        var cancelled = budget.WaitForTurnAsync(deadline.Token);
        var over = budget.WaitForTurnAsync(Token);
        await deadline.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.True(Entered(over));
    }

    private CallBudget Budget(int callsPerMinute)
    {
        var budget = new CallBudget(callsPerMinute, _time);
        budget.Succeeded(default);
        return budget;
    }

    private static bool Entered(Task<CallTurn> call) => call is { IsCompletedSuccessfully: true, Result.IsTaken: true };

    /// <summary>A call that does not wait.</summary>
    private static void Use(CallBudget budget) => Assert.True(Entered(budget.WaitForTurnAsync(Token)));

    private static Task<CallTurn>[] Enter(CallBudget budget, int times) =>
        [.. Enumerable.Range(0, times).Select(_ => budget.WaitForTurnAsync(Token))];
}
