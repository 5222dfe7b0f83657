namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>A stack that is not answered hangs for an hour, so the walk gives way to the answer.</summary>
public sealed class BackfillFunctionDeadlineTests : BackfillFixture
{
    /// <summary>In milliseconds; where the code is right nothing waits for it.</summary>
    private const int HangsOtherwise = 30_000;

    [Theory(Timeout = HangsOtherwise)]
    [InlineData(900, 884.5)]
    [InlineData(75.5, 60)]
    [InlineData(10.5, 8)]
    [InlineData(3, 2)]
    public async Task A_walk_that_does_not_end_is_broken_off_in_time_for_the_answer(double left, double answeredAfter)
    {
        Left = TimeSpan.FromSeconds(left);
        Walk.Accounts = FakeWalk.Active(3);
        Walk.AtTheEnd = FakeWalk.NeverAsync;

        var invocation = InvokeAsync("CustomResource.Create.json");
        Time.Advance(TimeSpan.FromSeconds(answeredAfter));
        await invocation;

        Assert.Equal(At.Start.AddSeconds(answeredAfter), CloudFormation.Put.At);
        Assert.Equal("FAILED", CloudFormation.Put.Json.Text("Status"));
    }

    [Fact(Timeout = HangsOtherwise)]
    public async Task A_walk_is_not_broken_off_before_that()
    {
        Walk.AtTheEnd = FakeWalk.NeverAsync;

        var invocation = InvokeAsync("CustomResource.Create.json");
        Time.Advance(TimeSpan.FromSeconds(884.5) - TimeSpan.FromMilliseconds(1));

        Assert.Equal(TimeSpan.FromMilliseconds(1), Time.UntilNextTimer);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        await invocation;
    }

    [Fact(Timeout = HangsOtherwise)]
    public async Task CloudFormation_is_told_how_far_the_walk_came_and_what_to_do()
    {
        Walk.Accounts = FakeWalk.Active(5);
        Walk.AtTheEnd = FakeWalk.NeverAsync;

        var invocation = InvokeAsync("CustomResource.Create.json");
        Time.Advance(TimeSpan.FromSeconds(884.5));
        await invocation;

        Assert.Equal(
            "The time ran out after 4 accounts, of which 4 are queued and will be onboarded. "
            + "Raise the backfill function's timeout (900 s at most) and deploy again.",
            CloudFormation.Put.Reason);
        Assert.Equal(4, Output.Line("backfill ran out of time").GetProperty("queued").GetInt32());
    }

    [Fact(Timeout = HangsOtherwise)]
    public async Task A_protection_that_does_not_answer_is_not_waited_for_either()
    {
        Walk.Verify = FakeWalk.NeverAsync;

        var invocation = InvokeAsync("CustomResource.Create.json");
        Time.Advance(TimeSpan.FromSeconds(884.5));
        await invocation;

        Assert.StartsWith("The time ran out after 0 accounts", CloudFormation.Put.Reason, StringComparison.Ordinal);
    }

    [Fact(Timeout = HangsOtherwise)]
    public async Task A_deadline_further_off_than_a_timer_reaches_is_no_failure()
    {
        Left = TimeSpan.FromDays(36_500);

        await InvokeAsync("CustomResource.Create.json");

        Assert.Equal("SUCCESS", CloudFormation.Put.Json.Text("Status"));
    }

    [Fact(Timeout = HangsOtherwise)]
    public async Task A_scheduled_walk_whose_time_runs_out_fails_the_invocation()
    {
        Walk.AtTheEnd = FakeWalk.NeverAsync;

        var invocation = InvokeAsync("Scheduled.json");
        Time.Advance(TimeSpan.FromSeconds(884.5));

        var failure = await Assert.ThrowsAsync<ControlTowerLifecycle.Functions.Runtime.FunctionErrorException>(() => invocation);
        Assert.Equal("NotQueued", failure.Kind);
    }
}
