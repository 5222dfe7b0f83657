using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity;

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
        _time.Advance(TimeSpan.FromSeconds(20));
        Use(budget);
        var over = budget.EnterAsync(Token);

        _time.Advance(TimeSpan.FromSeconds(39.999));
        Assert.False(over.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.True(over.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_waiter_that_another_overtakes_waits_on()
    {
        var budget = new CallBudget(1, _time);
        Use(budget);
        var waiters = Enter(budget, 2);

        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(1, waiters.Count(waiter => waiter.IsCompleted));

        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.All(waiters, waiter => Assert.True(waiter.IsCompletedSuccessfully));
    }

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
            await budget.EnterAsync(Token);
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

    /// <summary>A call that does not wait.</summary>
    private static void Use(CallBudget budget) => Assert.True(budget.EnterAsync(Token).IsCompletedSuccessfully);

    private static Task[] Enter(CallBudget budget, int times) =>
        [.. Enumerable.Range(0, times).Select(_ => budget.EnterAsync(Token))];
}
