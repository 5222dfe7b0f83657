using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>A stack without a response hangs for an hour, so the walk ends in time for the response.</summary>
public sealed class BackfillFunctionDeadlineTests : BackfillFixture
{
    /// <summary>In milliseconds. Only a test that fails waits for it.</summary>
    private const int HangsOtherwise = 30_000;

    [Theory(Timeout = HangsOtherwise)]
    [InlineData(900, 884.5)]
    [InlineData(75.5, 60)]
    [InlineData(10.5, 8)]
    [InlineData(3, 2)]
    public async Task Walk_that_hangs_is_ended_in_time_for_the_response(double left, double answeredAfter)
    {
        Left = TimeSpan.FromSeconds(left);
        Walk.AtTheEnd = FakeWalk.NeverAsync;

        var invocation = InvokeAsync("CustomResource.Create.json");
        Time.Advance(TimeSpan.FromSeconds(answeredAfter));
        await invocation;

        Assert.Equal(At.Start.AddSeconds(answeredAfter), CloudFormation.Put.At);
        Assert.Equal("FAILED", CloudFormation.Put.Json.Text("Status"));
    }

    [Fact(Timeout = HangsOtherwise)]
    public async Task Walk_is_not_ended_earlier()
    {
        Walk.AtTheEnd = FakeWalk.NeverAsync;

        var invocation = InvokeAsync("CustomResource.Create.json");
        Time.Advance(TimeSpan.FromSeconds(884.5) - TimeSpan.FromMilliseconds(1));

        Assert.Equal(TimeSpan.FromMilliseconds(1), Time.UntilNextTimer);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        await invocation;
    }

    [Fact(Timeout = HangsOtherwise)]
    public async Task Walk_that_does_not_end_its_first_page_fails_the_deployment_with_advice()
    {
        Walk.AtTheEnd = FakeWalk.NeverAsync;

        var invocation = InvokeAsync("CustomResource.Create.json");
        Time.Advance(TimeSpan.FromSeconds(884.5));
        await invocation;

        Assert.Equal(
            "The time ran out before one page of accounts was done. "
            + "Raise the backfill function's timeout (900 s at most) and deploy again.",
            CloudFormation.Put.Reason);
        Assert.Empty(Walk.Continued);
    }

    [Theory(Timeout = HangsOtherwise)]
    [InlineData("key", "reading the API key and checking the vendor (fake)")]
    [InlineData("governed", "reading which accounts Control Tower governs")]
    [InlineData("list", "listing the registrations at the vendor (fake)")]
    public async Task Continued_walk_that_hangs_before_its_first_page_states_what_it_was_doing(string hangs, string activity)
    {
        Walk.Verify = token => hangs == "key" ? FakeWalk.NeverAsync(token) : Task.CompletedTask;
        Walk.Govern = token => hangs == "governed" ? FakeWalk.NeverAsync(token) : Task.CompletedTask;
        Walk.List = token => hangs == "list" ? FakeWalk.NeverAsync(token) : Task.CompletedTask;

        var invocation = InvokeAsync("Walk.continued.json");
        Time.Advance(TimeSpan.FromSeconds(884.5));

        var failure = await Assert.ThrowsAsync<ControlTowerLifecycle.Functions.Runtime.FunctionErrorException>(() => invocation);
        Assert.Equal(
            $"The time ran out while the walk was {activity}. Check that the function can reach this service. If it needs more time, "
            + "raise the backfill function's timeout (900 s at most) and reconcile again.",
            failure.Message);
        Assert.Empty(Walk.Continued);
    }

    [Fact(Timeout = HangsOtherwise)]
    public async Task Walk_that_is_ended_after_some_pages_continues_after_the_last_of_them()
    {
        var atTheEnd = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Walk.Accounts = FakeWalk.Active(5);
        Walk.AtTheEnd = token =>
        {
            atTheEnd.SetResult();
            return FakeWalk.NeverAsync(token);
        };

        var invocation = InvokeAsync("CustomResource.Create.json");
        await atTheEnd.Task;
        Time.Advance(TimeSpan.FromSeconds(884.5));
        await invocation;

        var rest = Rest();
        Assert.Equal(("4", 4), (rest.Position?.NextToken, rest.Summary.Queued));
        Assert.Equal("SUCCESS", CloudFormation.Put.Json.Text("Status"));
    }

    [Fact(Timeout = HangsOtherwise)]
    public async Task Deployment_over_a_big_organization_succeeds_and_its_walk_continues()
    {
        Walk.Accounts = FakeWalk.Active(6);
        Walk.BeforePage = page => Time.Advance(TimeSpan.FromSeconds(page == 2 ? 870 : 0));

        await InvokeAsync("CustomResource.Create.json");

        Assert.Equal(["444455550000", "444455550001", "444455550002", "444455550003"], Accounts());
        Assert.Equal("SUCCESS", CloudFormation.Put.Json.Text("Status"));
        Assert.Equal(
            """{"Accounts":"4","Queued":"4","Skipped":"0","Continues":"true"}""", CloudFormation.Put.Json.GetProperty("Data").GetRawText());
        Assert.Equal(["the walk continues"], Output.Messages);
    }

    [Fact(Timeout = HangsOtherwise)]
    public async Task Next_invocation_continues_where_the_last_one_stopped_and_counts_the_whole_walk()
    {
        Walk.Accounts = FakeWalk.Active(6);
        Walk.BeforePage = page => Time.Advance(TimeSpan.FromSeconds(page == 1 ? 870 : 0));
        await InvokeAsync("CustomResource.Create.json");
        Walk.BeforePage = _ => { };
        Left += TimeSpan.FromSeconds(870);

        await InvokeAsync(System.Text.Encoding.UTF8.GetBytes(Assert.Single(Walk.Continued)));

        Assert.Equal(6, Accounts().Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(6, Walk.Queued.Count);
        Assert.Equal(6, Output.Line("backfill queued").GetProperty("queued").GetInt32());
        Assert.Equal([null, "2"], Walk.Walks.Select(walk => walk.Position?.NextToken));
        Assert.Single(CloudFormation.Puts);
    }

    [Fact(Timeout = HangsOtherwise)]
    public async Task Continued_walk_that_fails_fails_the_invocation()
    {
        Walk.Verify = _ => throw Failure.Lasting();

        await Assert.ThrowsAsync<ControlTowerLifecycle.Functions.Runtime.FunctionErrorException>(
            () => InvokeAsync("Walk.continued.json"));
    }

    [Fact(Timeout = HangsOtherwise)]
    public async Task Protection_that_is_unavailable_for_a_while_does_not_fail_the_deployment()
    {
        var calls = 0;
        Walk.Accounts = FakeWalk.Active(1);
        Walk.Verify = _ => ++calls < 4 ? throw Failure.Passing() : Task.CompletedTask;

        var invocation = InvokeAsync("CustomResource.Create.json");
        foreach (var pause in (int[])[1, 2, 4])
        {
            Assert.False(invocation.IsCompleted);
            Time.Advance(TimeSpan.FromSeconds(pause));
        }

        await invocation;
        Assert.Equal("SUCCESS", CloudFormation.Put.Json.Text("Status"));
    }

    [Fact(Timeout = HangsOtherwise)]
    public async Task Protection_that_stays_unavailable_fails_the_deployment_with_its_last_failure()
    {
        Walk.Verify = _ => throw Failure.Passing("Vendor answered 503");

        var invocation = InvokeAsync("CustomResource.Create.json");
        Time.Advance(TimeSpan.FromSeconds(884.5));
        await invocation;

        Assert.StartsWith("Vendor answered 503", CloudFormation.Put.Reason, StringComparison.Ordinal);
    }

    [Fact(Timeout = HangsOtherwise)]
    public async Task Protection_that_does_not_respond_fails_the_deployment_in_time()
    {
        Walk.Verify = FakeWalk.NeverAsync;

        var invocation = InvokeAsync("CustomResource.Create.json");
        Time.Advance(TimeSpan.FromSeconds(884.5));
        await invocation;

        Assert.StartsWith("The time ran out", CloudFormation.Put.Reason, StringComparison.Ordinal);
    }

    [Fact(Timeout = HangsOtherwise)]
    public async Task Deadline_beyond_the_range_of_a_timer_is_no_failure()
    {
        Left = TimeSpan.FromDays(36_500);

        await InvokeAsync("CustomResource.Create.json");

        Assert.Equal("SUCCESS", CloudFormation.Put.Json.Text("Status"));
    }

    [Fact(Timeout = HangsOtherwise)]
    public async Task Scheduled_walk_whose_time_runs_out_fails_the_invocation()
    {
        Walk.AtTheEnd = FakeWalk.NeverAsync;

        var invocation = InvokeAsync("Scheduled.json");
        Time.Advance(TimeSpan.FromSeconds(884.5));

        var failure = await Assert.ThrowsAsync<ControlTowerLifecycle.Functions.Runtime.FunctionErrorException>(() => invocation);
        Assert.Equal("NotWalked", failure.Kind);
    }

    private WalkRequest Rest() => WalkPayload.Read(System.Text.Encoding.UTF8.GetBytes(Assert.Single(Walk.Continued)))!;

    private IEnumerable<string> Accounts() =>
        Walk.Queued.Select(message => System.Text.Json.JsonElement.Parse(message).Text("accountId"));
}
