using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Checkpoints;

/// <summary>An organization that is too big for one invocation of the backfill function.</summary>
public sealed class ResumedWalkTests
{
    private const int Accounts = 200;
    private const int PagesAnInvocation = 4;

    [Fact]
    public async Task A_walk_of_several_invocations_of_which_one_is_killed_brings_every_account_in()
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
        await stack.QuietAsync();

        Assert.Equal((StackStatus.CreateComplete, null), (result.Status, result.Reason));
        Assert.Equal("true", result.Data["Continues"]);
        Assert.InRange(int.Parse(result.Data["Accounts"], null), 1, PagesAnInvocation * 20);
        Assert.Equal((1, 0), (backfill.Counts.Crashes, backfill.Counts.Errors));
        Assert.InRange(backfill.Counts.Invocations, 4, int.MaxValue);
        Assert.DoesNotContain(stack.Judge.All(), verdict => verdict.IsFailed);
        Assert.True(stack.Deployment.DeadLetters.Counts.IsEmpty);
        var last = await stack.UntilAsync("the end of the walk was logged", token => backfill.Log.WaitForAsync(
            line => line.Text.Contains("\"message\":\"backfill queued\"", StringComparison.Ordinal), token));
        Assert.Equal(Accounts, (int)JsonNode.Parse(last.Text)!["accounts"]!);
    }

    /// <summary>
    /// Organizations answers an invocation's first pages and then none, so that every one ends by its time and in the
    /// midst of a page, however fast this machine is.
    /// </summary>
    private static IDisposable SlowDown(TestStack stack)
    {
        var pages = new ConcurrentDictionary<int, int>();
        return stack.Server.Faults.OnArrival((call, stopping) => call.Operation == "ListAccounts"
            && pages.AddOrUpdate(stack.Deployment.Backfill.Counts.Invocations, 1, (_, page) => page + 1) > PagesAnInvocation
                ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping)
                : Task.CompletedTask);
    }
}
