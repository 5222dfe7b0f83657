using System.Text;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Functions.Runtime;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>The rest of a walk goes to the next invocation, or the deployment fails with the real reason.</summary>
public sealed class BackfillFunctionHandoverTests : BackfillFixture
{
    /// <summary>In milliseconds. Only a test that fails waits for it.</summary>
    private const int HangsOtherwise = 30_000;

    private const string NotHandedOver = "the rest of the walk could not be handed over to the next invocation";

    [Fact(Timeout = HangsOtherwise)]
    public async Task Rest_of_a_walk_that_is_refused_fails_the_deployment()
    {
        Walk.Accounts = FakeWalk.Active(6);
        Walk.BeforePage = _ => Time.Advance(TimeSpan.FromSeconds(870));
        Walk.Continue = _ => throw Failure.Lasting("Lambda refused", "Allow it.");

        await InvokeAsync("CustomResource.Create.json");

        Assert.Equal($"{NotHandedOver}: Lambda refused. Allow it.", CloudFormation.Put.Reason);
    }

    [Fact(Timeout = HangsOtherwise)]
    public async Task Rest_of_a_walk_that_Lambda_throttles_fails_the_deployment_with_fitting_advice()
    {
        PauseAfterFirstPage();
        Walk.Continue = _ => throw new ThrottledException();

        await InvokeAsync("CustomResource.Create.json");

        Assert.Equal(
            $"{NotHandedOver}: Lambda throttled Invoke. AWS Lambda throttles this function: "
            + "check its reserved concurrency and the account's Lambda quotas, then deploy again.",
            CloudFormation.Put.Reason);
        Assert.Equal($"{NotHandedOver}: Lambda throttled Invoke", Output.Line("backfill failed").Text("cause"));
    }

    [Fact(Timeout = HangsOtherwise)]
    public async Task Rest_of_a_walk_that_Lambda_does_not_accept_in_time_says_so_and_leaves_time_for_the_response()
    {
        PauseAfterFirstPage();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Walk.Continue = token =>
        {
            started.SetResult();
            return FakeWalk.NeverAsync(token);
        };

        var invocation = InvokeAsync("CustomResource.Create.json");
        await started.Task;
        Time.Advance(TimeSpan.FromSeconds(894.5 - 870));
        await invocation;

        Assert.Equal(
            $"{NotHandedOver}: AWS Lambda did not respond in time. "
            + "Check that the function can reach AWS Lambda, then deploy again.",
            CloudFormation.Put.Reason);
        Assert.Equal(At.Start.AddSeconds(894.5), CloudFormation.Put.At);
    }

    [Fact(Timeout = HangsOtherwise)]
    public async Task Rest_of_a_walk_that_Lambda_accepts_late_continues_the_walk()
    {
        PauseAfterFirstPage();
        var accepted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Walk.Continue = token =>
        {
            started.SetResult();
            return accepted.Task.WaitAsync(token);
        };

        var invocation = InvokeAsync("CustomResource.Create.json");
        await started.Task;
        Time.Advance(TimeSpan.FromSeconds(894.4 - 870));
        accepted.SetResult();
        await invocation;

        Assert.Equal("SUCCESS", CloudFormation.Put.Json.Text("Status"));
        Assert.Equal("the walk continues", Output.Messages[^1]);
    }

    [Theory]
    [InlineData("""{"walk":{}}""")]
    [InlineData("""{"walk":{"kind":"deploy"}}""")]
    [InlineData("""{"walk":{"kind":"stroll","summary":{"skipped":{}}}}""")]
    [InlineData("""{"walk":7}""")]
    [InlineData(
        """
        {"walk":{"kind":"reconcile","position":{"nextToken":"2"},
         "summary":{"accounts":4,"protected":100,"missing":-96,"drifted":0,"failed":0,"queued":0,"skipped":{}}}}
        """)]
    public async Task Forged_rest_of_a_walk_is_refused_before_the_walk(string payload)
    {
        var failure = await Assert.ThrowsAsync<FunctionErrorException>(
            () => InvokeAsync(Encoding.UTF8.GetBytes(payload)));

        Assert.Contains("'walk' is written by the function itself", failure.Message, StringComparison.Ordinal);
        Assert.False(Walk.HasBegun);
        Assert.Empty(Output.LinesOf("metrics"));
    }

    private void PauseAfterFirstPage()
    {
        Walk.Accounts = FakeWalk.Active(6);
        Walk.BeforePage = page => Time.Advance(TimeSpan.FromSeconds(page == 1 ? 870 : 0));
    }

    private sealed class ThrottledException : RemoteSystemException
    {
        [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        public ThrottledException()
            : base("Lambda throttled Invoke", null)
        {
            (RemoteSystem, Operation, Kind, Status) = ("AWS Lambda", "Invoke", FailureKind.Retryable, 429);
        }
    }
}
