using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Checkpoints;

/// <summary>An organization that is too large for one invocation of the backfill function.</summary>
public sealed class ResumedWalkTests
{
    private const int Accounts = 200;
    private const int PagesPerInvocation = 4;

    [Fact]
    public async Task Walk_over_several_invocations_onboards_every_account_although_one_is_killed()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick with
        {
            Sandbox = new SandboxOptions { Accounts = Accounts },
            BackfillTimeout = TimeSpan.FromSeconds(15),
        });
        var backfill = stack.Deployment.Backfill;
        using var slowing = SlowDown(stack);
        var kills = 0;
        using var killing = stack.Server.Faults.OnWrite((call, _) =>
        {
            if (call.Operation == "SendMessageBatch" && backfill.Counts.Invocations == 2
                && Interlocked.Exchange(ref kills, 1) == 0)
                backfill.KillCurrent(_ => true);
            return Task.CompletedTask;
        });

        var result = await stack.CreateAsync("1");
        await stack.WaitUntilIdleAsync();

        Assert.Equal((StackStatus.CreateComplete, null), (result.Status, result.Reason));
        Assert.Equal("true", result.Data["Continues"]);
        Assert.InRange(int.Parse(result.Data["Accounts"], null), 1, PagesPerInvocation * 20);
        Assert.Equal((1, 0), (backfill.Counts.Crashes, backfill.Counts.Errors));
        Assert.InRange(backfill.Counts.Invocations, 4, int.MaxValue);
        Assert.DoesNotContain(stack.Judge.All(), verdict => verdict.IsFailed);
        Assert.True(stack.Deployment.DeadLetters.Counts.IsEmpty);
        var last = await stack.WaitUntilAsync("the end of the walk was logged", token => backfill.Log.WaitForAsync(
            line => line.Text.Contains("\"message\":\"backfill queued\"", StringComparison.Ordinal), token));
        Assert.Equal(Accounts, (int)JsonNode.Parse(last.Text)!["accounts"]!);
    }

    /// <summary>
    /// Organizations returns the first pages of each invocation and then does not respond, so that every invocation
    /// ends by its deadline and in the middle of a page, on any machine.
    /// </summary>
    private static IDisposable SlowDown(TestStack stack)
    {
        var pages = new ConcurrentDictionary<int, int>();
        return stack.Server.Faults.OnArrival((call, stopping) =>
            call.Operation == "ListAccounts" && CountPage() > PagesPerInvocation
                ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping)
                : Task.CompletedTask);

        int CountPage() =>
            pages.AddOrUpdate(stack.Deployment.Backfill.Counts.Invocations, 1, (_, page) => page + 1);
    }
}
