namespace ControlTowerLifecycle.Tests.VendorCalls;

/// <summary>How long no call is made after a failure, and how fast calls start after that.</summary>
public class CallBudgetFailureTests : CallBudgetTest
{
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
        Budget.Succeeded(Use());
        Budget.Failed(Use(), null);
        var calls = Enter(10);

        Time.Advance(TimeSpan.FromSeconds(0.999));
        Assert.Equal(0, Count(calls));
        Time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal(3, Count(calls));
        Budget.Succeeded(Turn(calls[0]));
        Assert.Equal(10, Count(calls));
    }

    [Fact]
    public void Pause_is_short_again_after_a_good_response()
    {
        PauseAfterFailure(null);
        PauseAfterFailure(null);

        Budget.Succeeded(Use());

        Assert.Equal(1, PauseAfterFailure(null));
    }

    [Fact]
    public void Calls_under_way_do_not_double_the_pause()
    {
        Budget.Succeeded(Use());
        var underWay = Enter(10);
        foreach (var call in underWay)
            Budget.Failed(Turn(call), null);

        Assert.Equal(1, UntilEntered());
        Assert.Equal(2, PauseAfterFailure(null));
    }

    [Fact]
    public void Failure_of_a_call_under_way_starts_the_pause_again_without_doubling_it()
    {
        var underWay = Enter(2);
        Budget.Failed(Turn(underWay[0]), null);
        Time.Advance(TimeSpan.FromSeconds(0.75));

        Budget.Failed(Turn(underWay[1]), null);

        Assert.Equal(1, UntilEntered());
    }

    [Fact]
    public void Longest_Retry_After_of_calls_under_way_counts()
    {
        var underWay = Enter(3);
        Budget.Failed(Turn(underWay[0]), TimeSpan.FromSeconds(2));
        Budget.Failed(Turn(underWay[1]), TimeSpan.FromSeconds(20));
        Budget.Failed(Turn(underWay[2]), null);

        Assert.Equal(20, UntilEntered());
    }

    [Fact]
    public void Good_response_to_a_call_under_way_says_nothing_after_a_failure()
    {
        var underWay = Enter(2);
        Budget.Failed(Turn(underWay[0]), null);

        Budget.Succeeded(Turn(underWay[1]));
        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(3, Count(Enter(10)));
    }

    [Fact]
    public void Late_failure_after_a_good_response_is_a_new_one()
    {
        var slow = Use();
        Budget.Failed(Use(), null);
        Time.Advance(TimeSpan.FromSeconds(1));
        Budget.Succeeded(Use());
        var afterwards = Use();

        Budget.Failed(slow, null);
        Budget.Succeeded(afterwards);

        Assert.Equal(1, UntilEntered());
        Assert.Equal(2, Count(Enter(10)));
    }

    [Fact]
    public async Task Call_is_not_made_if_the_vendor_asks_for_more_than_a_minute()
    {
        Budget.Failed(Use(), TimeSpan.FromMinutes(5));
        Time.Advance(TimeSpan.FromMinutes(1));

        var refused = await Budget.WaitForTurnAsync(Token);

        Assert.Equal((false, TimeSpan.FromMinutes(4)), (refused.IsTaken, refused.Wait));
    }
}
