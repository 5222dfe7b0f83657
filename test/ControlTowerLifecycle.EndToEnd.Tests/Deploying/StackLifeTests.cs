using ControlTowerLifecycle.EndToEnd.Tests.Running;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Deploying;

public sealed class StackLifeTests
{
    [Fact]
    public async Task An_update_refreshes_every_role_and_keeps_the_resources_id()
    {
        await using var stack = await DeployAsync();
        foreach (var verdict in stack.Judge.All().Where(verdict => verdict.IsProtected))
            stack.ChangeRole(verdict.Account.Id, WithoutPolicy);
        Assert.Contains(stack.Judge.All(), verdict => verdict.IsFailed);

        var result = await stack.UntilAsync(
            "the stack was updated", token => stack.Deployment.Stack.UpdateAsync("2", token));
        await stack.QuietAsync();

        Assert.Equal(StackStatus.UpdateComplete, result.Status);
        Assert.Single(result.Exchanges);
        Assert.DoesNotContain(stack.Judge.All(), verdict => verdict.IsFailed);
    }

    [Fact]
    public async Task An_update_with_nothing_to_refresh_writes_to_no_account()
    {
        await using var stack = await DeployAsync();
        var mark = stack.Mark();

        await stack.UntilAsync("the stack was updated", token => stack.Deployment.Stack.UpdateAsync("2", token));
        await stack.QuietAsync();

        Assert.All(mark.Writes, write => Assert.StartsWith("sqs SendMessageBatch", write, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deleting_the_stack_leaves_protection_in_place()
    {
        await using var stack = await DeployAsync();
        var before = stack.Server.Snapshot();
        var mark = stack.Mark();

        var result = await stack.UntilAsync("the stack was deleted", token => stack.Deployment.DeleteAsync(token));

        Assert.Equal(StackStatus.DeleteComplete, result.Status);
        Assert.Empty(stack.Server.Snapshot().ChangesSince(before));
        Assert.Empty(mark.Calls);
    }

    [Fact]
    public async Task Deleting_the_stack_succeeds_while_the_vendor_is_gone()
    {
        await using var stack = await DeployAsync();
        using var gone = stack.Server.Faults.Inject(new Fault(FaultNames.Reset) { Count = Fault.Always });

        var result = await stack.UntilAsync("the stack was deleted", token => stack.Deployment.DeleteAsync(token));

        Assert.Equal(StackStatus.DeleteComplete, result.Status);
    }

    [Fact]
    public async Task A_backfill_that_is_killed_half_way_is_run_again_and_leaves_no_account_out()
    {
        await using var stack = await TestStack.StartAsync(
            TestStack.Quick with { Sandbox = new SandboxOptions { Accounts = 30 } });
        var kills = 0;
        using var killing = stack.Server.Faults.OnWrite((call, _) =>
        {
            if (call.Operation == "SendMessageBatch" && Interlocked.Increment(ref kills) == 1)
                stack.Deployment.Backfill.KillCurrent(_ => true);
            return Task.CompletedTask;
        });

        var result = await stack.CreateAsync("1");
        await stack.QuietAsync();

        Assert.Equal(StackStatus.CreateComplete, result.Status);
        Assert.Equal("30", result.Data["Accounts"]);
        Assert.Equal(1, stack.Deployment.Backfill.Counts.Crashes);
        Assert.DoesNotContain(stack.Judge.All(), verdict => verdict.IsFailed);
    }

    [Fact]
    public async Task An_account_that_the_queue_does_not_take_at_once_is_sent_again()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        using var refused = stack.Server.Faults.Inject(
            FaultNames.EntryError, "sqs", accountId: DefaultOrganization.AuditId);

        await stack.CreateAsync("1");
        await stack.QuietAsync();

        Assert.Equal(1, refused.Applied);
        Assert.DoesNotContain(stack.Judge.All(), verdict => verdict.IsFailed);
    }

    [Fact]
    public async Task A_response_bucket_that_is_unavailable_is_tried_again()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        stack.Deployment.Bucket.BeUnavailable(3);

        var result = await stack.CreateAsync("1");

        Assert.Equal(StackStatus.CreateComplete, result.Status);
        Assert.Equal(1, result.Exchanges[0].Url.Puts);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_given_any_more_is_given_up_at_once()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        stack.Deployment.Bucket.Expired = true;
        var impatient = new SandboxStack(
            stack.Deployment.Backfill,
            stack.Deployment.Bucket,
            new SandboxStackSettings { ServiceTimeout = TimeSpan.FromSeconds(1) },
            TimeProvider.System);

        var result = await stack.UntilAsync("CloudFormation had given up", token => impatient.CreateAsync("1", token));
        var line = await stack.UntilAsync("the refusal was logged", token => stack.Deployment.Backfill.Log.WaitForAsync(
            one => one.Text.Contains("expired (403)", StringComparison.Ordinal), token));

        Assert.Equal(StackStatus.RollbackFailed, result.Status);
        Assert.Contains("did not receive a response", result.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Amz", line.Text, StringComparison.Ordinal);
    }

    private static async Task<TestStack> DeployAsync()
    {
        var stack = await TestStack.StartAsync(TestStack.Quick);
        await stack.CreateAsync("1");
        await stack.QuietAsync();
        return stack;
    }

    private static SandboxRole WithoutPolicy(SandboxRole role) =>
        role with { InlinePolicies = role.InlinePolicies.Clear() };
}
