using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>How fast a process calls before it knows that the vendor responds well, and after a failure.</summary>
public class CallBudgetFailureTests
{
    private readonly ManualTime _time = new(Sample.Start);
    private readonly CallBudget _budget;

    public CallBudgetFailureTests() => _budget = new CallBudget(1000, _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void New_process_starts_three_calls_a_second()
    {
        var calls = Enter(10);

        Assert.Equal(3, Count(calls));
        _time.Advance(TimeSpan.FromSeconds(0.999));
        Assert.Equal(3, Count(calls));
        _time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal(6, Count(calls));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(10, Count(calls));
    }

    [Fact]
    public void Any_second_is_counted_and_not_only_whole_ones()
    {
        Use();
        _time.Advance(TimeSpan.FromSeconds(0.9));
        var calls = Enter(4);

        Assert.Equal(2, Count(calls));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(3, Count(calls));
        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Equal(4, Count(calls));
    }

    [Fact]
    public void Good_response_starts_all_waiting_calls_at_once()
    {
        var calls = Enter(10);

        _budget.Succeeded(calls[0].Result);

        Assert.Equal(10, Count(calls));
        Assert.Null(_time.UntilNextTimer);
    }

    [Fact]
    public void Good_response_does_not_start_calls_over_the_share()
    {
        var budget = new CallBudget(5, _time);
        Task<CallTurn>[] calls = [.. Enumerable.Range(0, 10).Select(_ => budget.WaitForTurnAsync(Token))];

        budget.Succeeded(calls[0].Result);

        Assert.Equal(5, Count(calls));
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(10, Count(calls));
    }

    [Fact]
    public void Calls_after_a_good_response_do_not_wait()
    {
        _budget.Succeeded(Use());

        Assert.Equal(100, Count(Enter(100)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.0)]
    [InlineData(-5.0)]
    [InlineData(0.5)]
    public void Pause_after_failures_doubles_from_one_second_to_sixteen(double? retryAfter) => Assert.Equal(
        [1, 2, 4, 8, 16, 16],
        Enumerable.Range(0, 6).Select(_ => PauseAfterFailure(retryAfter)));

    [Theory]
    [InlineData(7.0)]
    [InlineData(59.999)]
    public void Retry_After_that_is_longer_than_the_pause_is_waited(double retryAfter) =>
        Assert.Equal([retryAfter, retryAfter], [PauseAfterFailure(retryAfter), PauseAfterFailure(retryAfter)]);

    [Fact]
    public void Pause_and_three_calls_a_second_follow_a_failure_of_a_healthy_vendor()
    {
        _budget.Succeeded(Use());
        _budget.Failed(Use(), null);
        var calls = Enter(10);

        _time.Advance(TimeSpan.FromSeconds(0.999));
        Assert.Equal(0, Count(calls));
        _time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal(3, Count(calls));
        _budget.Succeeded(calls[0].Result);
        Assert.Equal(10, Count(calls));
    }

    [Fact]
    public void Pause_is_short_again_after_a_good_response()
    {
        PauseAfterFailure(null);
        PauseAfterFailure(null);

        _budget.Succeeded(Use());

        Assert.Equal(1, PauseAfterFailure(null));
    }

    [Fact]
    public void Calls_under_way_do_not_double_the_pause()
    {
        _budget.Succeeded(Use());
        var underWay = Enter(10);
        foreach (var call in underWay)
            _budget.Failed(call.Result, null);

        Assert.Equal(1, UntilEntered());
        Assert.Equal(2, PauseAfterFailure(null));
    }

    [Fact]
    public void Failure_of_a_call_under_way_starts_the_pause_again_without_doubling_it()
    {
        var underWay = Enter(2);
        _budget.Failed(underWay[0].Result, null);
        _time.Advance(TimeSpan.FromSeconds(0.75));

        _budget.Failed(underWay[1].Result, null);

        Assert.Equal(1, UntilEntered());
    }

    [Fact]
    public void Longest_Retry_After_of_calls_under_way_counts()
    {
        var underWay = Enter(3);
        _budget.Failed(underWay[0].Result, TimeSpan.FromSeconds(2));
        _budget.Failed(underWay[1].Result, TimeSpan.FromSeconds(20));
        _budget.Failed(underWay[2].Result, null);

        Assert.Equal(20, UntilEntered());
    }

    [Fact]
    public void Good_response_to_a_call_under_way_says_nothing_after_a_failure()
    {
        var underWay = Enter(2);
        _budget.Failed(underWay[0].Result, null);

        _budget.Succeeded(underWay[1].Result);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(3, Count(Enter(10)));
    }

    [Fact]
    public void Late_failure_after_a_good_response_is_a_new_one()
    {
        var slow = Use();
        _budget.Failed(Use(), null);
        _time.Advance(TimeSpan.FromSeconds(1));
        _budget.Succeeded(Use());
        var afterwards = Use();

        _budget.Failed(slow, null);
        _budget.Succeeded(afterwards);

        Assert.Equal(1, UntilEntered());
        Assert.Equal(2, Count(Enter(10)));
    }

    [Fact]
    public async Task Call_is_not_made_if_the_vendor_asks_for_more_than_a_minute()
    {
        _budget.Failed(Use(), TimeSpan.FromMinutes(5));
        _time.Advance(TimeSpan.FromMinutes(1));

        var refused = await _budget.WaitForTurnAsync(Token);

        Assert.Equal((false, TimeSpan.FromMinutes(4)), (refused.IsTaken, refused.Wait));
    }

    [Fact]
    public void Waits_for_a_vendor_that_keeps_failing_end_after_a_minute_in_total()
    {
        var waiting = Enter(300);

        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(3 * 61, Count(waiting));
        Assert.All(waiting, call => Assert.True(call.IsCompletedSuccessfully));
    }

    /// <summary>A call that does not wait.</summary>
    private CallTurn Use()
    {
        var call = _budget.WaitForTurnAsync(Token);
        Assert.True(Entered(call));
        return call.Result;
    }

    /// <returns>How many seconds no call starts after a failure.</returns>
    private double PauseAfterFailure(double? retryAfter)
    {
        _budget.Failed(Use(), retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        return UntilEntered();
    }

    /// <returns>How many seconds the next call waits.</returns>
    private double UntilEntered()
    {
        var start = _time.GetUtcNow();
        var call = _budget.WaitForTurnAsync(Token);
        while (!call.IsCompleted)
            _time.Advance(_time.UntilNextTimer!.Value);

        Assert.True(Entered(call));
        return (_time.GetUtcNow() - start).TotalSeconds;
    }

    private static bool Entered(Task<CallTurn> call) => call is { IsCompletedSuccessfully: true, Result.IsTaken: true };

    private static int Count(Task<CallTurn>[] calls) => calls.Count(Entered);

    private Task<CallTurn>[] Enter(int times) =>
        [.. Enumerable.Range(0, times).Select(_ => _budget.WaitForTurnAsync(Token))];
}
