using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

public class CallBudgetTests
{
    private readonly ManualTime _time = new(Sample.Start);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Calls_within_the_budget_do_not_wait()
    {
        var budget = new CallBudget(3, _time);

        Assert.All(Enter(budget, 3), entered => Assert.True(entered.IsCompletedSuccessfully));
    }

    [Fact]
    public void A_call_over_the_budget_waits_until_the_oldest_is_sixty_seconds_old()
    {
        var budget = new CallBudget(2, _time);
        Use(budget);
        _time.Advance(TimeSpan.FromSeconds(40));
        Use(budget);
        var over = budget.EnterAsync(Token);

        _time.Advance(TimeSpan.FromSeconds(19.999));
        Assert.False(over.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.True(over.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_waiter_that_another_overtakes_waits_on()
    {
        var budget = new CallBudget(2, _time);
        Use(budget);
        _time.Advance(TimeSpan.FromSeconds(10));
        Use(budget);
        _time.Advance(TimeSpan.FromSeconds(35));
        var waiters = Enter(budget, 2);

        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(1, waiters.Count(waiter => waiter.IsCompleted));

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.All(waiters, waiter => Assert.True(Entered(waiter)));
    }

    [Fact]
    public void A_minute_is_waited()
    {
        var budget = new CallBudget(1, _time);
        Use(budget);
        var second = budget.EnterAsync(Token);

        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.True(Entered(second));
    }

    [Fact]
    public async Task Waits_that_are_more_than_a_minute_together_are_not_waited()
    {
        var budget = new CallBudget(2, _time);
        Use(budget);
        Use(budget);
        _time.Advance(TimeSpan.FromSeconds(1));
        var waiters = Enter(budget, 3);

        _time.Advance(TimeSpan.FromSeconds(59));

        Assert.Equal(2, waiters.Count(Entered));
        Assert.Equal(TimeSpan.FromSeconds(60), await waiters.Single(waiter => !Entered(waiter)));
    }

    [Fact]
    public void A_batch_of_new_accounts_under_the_least_share_comes_to_its_end_while_it_waits()
    {
        var budget = new CallBudget(CallBudget.LeastShare, _time);
        Assert.All(Enter(budget, CallBudget.LeastShare), before => Assert.True(Entered(before)));
        var searches = Enter(budget, 10);
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.All(searches, search => Assert.True(Entered(search)));

        Assert.All(Enter(budget, 10), registration => Assert.True(Entered(registration)));
    }

    [Fact]
    public void A_walk_waits_for_as_long_as_it_is_told_to()
    {
        var budget = new CallBudget(1, _time) { LongestWait = TimeSpan.FromMinutes(15) };
        Use(budget);
        var waiters = Enter(budget, 9);

        foreach (var _ in waiters)
            _time.Advance(TimeSpan.FromSeconds(60));

        Assert.All(waiters, waiter => Assert.True(Entered(waiter)));
    }

    [Fact]
    public void After_a_refusal_nobody_calls_until_the_time_it_named_has_passed()
    {
        var budget = new CallBudget(100, _time);
        budget.Close(TimeSpan.FromSeconds(20));
        var others = Enter(budget, 9);

        _time.Advance(TimeSpan.FromSeconds(19.999));
        Assert.All(others, other => Assert.False(other.IsCompleted));

        _time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.All(others, other => Assert.True(Entered(other)));
    }

    [Fact]
    public async Task A_refusal_for_long_sends_everybody_away_with_the_time_that_is_left()
    {
        var budget = new CallBudget(100, _time);
        budget.Close(TimeSpan.FromMinutes(5));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(TimeSpan.FromMinutes(4), await budget.EnterAsync(Token));
    }

    [Fact]
    public void A_later_refusal_does_not_shorten_the_time()
    {
        var budget = new CallBudget(100, _time);
        budget.Close(TimeSpan.FromSeconds(20));
        budget.Close(TimeSpan.FromSeconds(2));
        budget.Close(null);

        var entered = budget.EnterAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(19));

        Assert.False(entered.IsCompleted);
    }

    [Fact]
    public async Task Refusals_that_name_no_time_close_for_longer_each_time_up_to_sixteen_seconds()
    {
        _time.AutoAdvance = true;
        var budget = new CallBudget(100, _time);

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 16], await PausesAsync(budget, 7));
    }

    [Fact]
    public async Task Refusals_of_calls_that_were_under_way_count_as_one()
    {
        _time.AutoAdvance = true;
        var budget = new CallBudget(100, _time);
        foreach (var _ in Enumerable.Range(0, 9))
            budget.Close(null);

        await budget.EnterAsync(Token);

        Assert.Equal([1], await PausesAsync(budget, 1));
    }

    [Fact]
    public async Task Once_a_call_is_taken_the_next_pause_is_short_again()
    {
        _time.AutoAdvance = true;
        var budget = new CallBudget(100, _time);
        await PausesAsync(budget, 3);

        budget.Taken();

        Assert.Equal([0.5], await PausesAsync(budget, 1));
    }

    [Theory]
    [InlineData(400, 5, 66)]
    [InlineData(400, 2, 133)]
    [InlineData(6, 5, 1)]
    public void A_share_leaves_room_for_the_walk(int calls, int concurrency, int share) =>
        Assert.Equal(share, CallBudget.ShareOf(calls, concurrency));

    [Fact]
    public async Task No_sixty_seconds_see_more_calls_than_the_budget()
    {
        const int callsPerMinute = 7;
        var random = new Random(20261120);
        _time.AutoAdvance = true;
        var budget = new CallBudget(callsPerMinute, _time);
        List<DateTimeOffset> calls = [];
        for (var call = 0; call < 500; call++)
        {
            while (await budget.EnterAsync(Token) is { } tooLong)
                _time.Advance(tooLong);
            calls.Add(_time.GetUtcNow());
            _time.Advance(TimeSpan.FromMilliseconds(random.Next(15_000)));
        }

        Assert.All(
            calls.Zip(calls.Skip(callsPerMinute)),
            pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(60), $"{pair.First} … {pair.Second}"));
    }

    [Fact]
    public async Task The_deadline_ends_the_wait()
    {
        using var deadline = new CancellationTokenSource();
        var budget = new CallBudget(1, _time);
        Use(budget);
        var over = budget.EnterAsync(deadline.Token);

        await deadline.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => over);
    }

    [Fact]
    public async Task A_wait_that_was_given_up_takes_no_place()
    {
        using var deadline = new CancellationTokenSource();
        var budget = new CallBudget(1, _time);
        Use(budget);
        var given = budget.EnterAsync(deadline.Token);
        var over = budget.EnterAsync(Token);
        await deadline.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);

        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.True(over.IsCompletedSuccessfully);
    }

    /// <returns>How long the budget is closed after each refusal in turn, in seconds.</returns>
    private async Task<List<double>> PausesAsync(CallBudget budget, int refusals)
    {
        List<double> pauses = [];
        foreach (var _ in Enumerable.Range(0, refusals))
        {
            var refused = _time.GetUtcNow();
            budget.Close(null);
            await budget.EnterAsync(Token);
            pauses.Add((_time.GetUtcNow() - refused).TotalSeconds);
        }

        return pauses;
    }

    private static bool Entered(Task<TimeSpan?> waiter) => waiter is { IsCompletedSuccessfully: true, Result: null };

    /// <summary>A call that does not wait.</summary>
    private static void Use(CallBudget budget) => Assert.True(Entered(budget.EnterAsync(Token)));

    private static Task<TimeSpan?>[] Enter(CallBudget budget, int times) =>
        [.. Enumerable.Range(0, times).Select(_ => budget.EnterAsync(Token))];
}
