using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.Tests.VendorCalls;

/// <summary>How fast calls start before the first good response.</summary>
public class CallBudgetStartTests : CallBudgetTest
{
    [Fact]
    public void New_process_starts_three_calls_a_second()
    {
        var calls = Enter(10);

        Assert.Equal(3, Count(calls));
        Time.Advance(TimeSpan.FromSeconds(0.999));
        Assert.Equal(3, Count(calls));
        Time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal(6, Count(calls));
        Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(10, Count(calls));
    }

    [Fact]
    public void Any_second_is_counted_and_not_only_whole_ones()
    {
        Use();
        Time.Advance(TimeSpan.FromSeconds(0.9));
        var calls = Enter(4);

        Assert.Equal(2, Count(calls));
        Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(3, Count(calls));
        Time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Equal(4, Count(calls));
    }

    [Fact]
    public void Good_response_starts_all_waiting_calls_at_once()
    {
        var calls = Enter(10);

        Budget.Succeeded(Turn(calls[0]));

        Assert.Equal(10, Count(calls));
        Assert.Null(Time.UntilNextTimer);
    }

    [Fact]
    public void Good_response_does_not_start_calls_over_the_share()
    {
        var budget = new CallBudget(5, Time);
        Task<CallTurn>[] calls = [.. Enumerable.Range(0, 10).Select(_ => budget.WaitForTurnAsync(Token))];

        budget.Succeeded(Turn(calls[0]));

        Assert.Equal(5, Count(calls));
        Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(10, Count(calls));
    }

    [Fact]
    public void Calls_after_a_good_response_do_not_wait()
    {
        Budget.Succeeded(Use());

        Assert.Equal(100, Count(Enter(100)));
    }

    [Fact]
    public void Waits_for_the_first_good_response_end_after_a_minute()
    {
        var waiting = Enter(300);

        Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(3 * 61, Count(waiting));
        Assert.All(waiting, call => Assert.True(call.IsCompletedSuccessfully));
    }
}
