using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Deployment;

public sealed class StackOperationTests
{
    [Fact]
    public async Task Update_refreshes_every_role_and_keeps_the_id_of_the_resource()
    {
        await using var stack = await DeployAsync();
        foreach (var verdict in stack.Judge.All().Where(verdict => verdict.IsProtected))
            stack.ChangeRole(verdict.Account.Id, WithoutPolicy);
        Assert.Contains(stack.Judge.All(), verdict => verdict.IsFailed);

        var result = await stack.WaitUntilAsync(
            "the stack was updated", token => stack.Deployment.Stack.UpdateAsync("2", token));
        await stack.WaitUntilIdleAsync();

        Assert.Equal(StackStatus.UpdateComplete, result.Status);
        Assert.Single(result.Exchanges);
        Assert.DoesNotContain(stack.Judge.All(), verdict => verdict.IsFailed);
    }

    [Fact]
    public async Task Update_without_drift_writes_to_no_account()
    {
        await using var stack = await DeployAsync();
        var calls = stack.RecordCalls();

        await stack.WaitUntilAsync("the stack was updated", token => stack.Deployment.Stack.UpdateAsync("2", token));
        await stack.WaitUntilIdleAsync();

        Assert.All(calls.Writes, write => Assert.StartsWith("sqs SendMessageBatch", write, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deleting_the_stack_leaves_protection_in_place()
    {
        await using var stack = await DeployAsync();
        var before = stack.Server.Snapshot();
        var calls = stack.RecordCalls();

        var result = await stack.WaitUntilAsync("the stack was deleted", token => stack.Deployment.DeleteAsync(token));

        Assert.Equal(StackStatus.DeleteComplete, result.Status);
        Assert.Empty(stack.Server.Snapshot().ChangesSince(before));
        Assert.Empty(calls.All);
    }

    [Fact]
    public async Task Deleting_the_stack_succeeds_during_a_vendor_outage()
    {
        await using var stack = await DeployAsync();
        using var outage = stack.Server.Faults.Inject(new Fault(FaultNames.Reset) { Count = Fault.Always });

        var result = await stack.WaitUntilAsync("the stack was deleted", token => stack.Deployment.DeleteAsync(token));

        Assert.Equal(StackStatus.DeleteComplete, result.Status);
    }

    [Fact]
    public async Task Killed_backfill_is_run_again_and_queues_every_account()
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
        await stack.WaitUntilIdleAsync();

        Assert.Equal(StackStatus.CreateComplete, result.Status);
        Assert.Equal("30", result.Data["Accounts"]);
        Assert.Equal(1, stack.Deployment.Backfill.Counts.Crashes);
        Assert.DoesNotContain(stack.Judge.All(), verdict => verdict.IsFailed);
    }

    [Fact]
    public async Task Message_that_the_queue_refuses_is_sent_again()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        using var refused = stack.Server.Faults.Inject(
            FaultNames.EntryError, "sqs", accountId: DefaultOrganization.AuditId);

        await stack.CreateAsync("1");
        await stack.WaitUntilIdleAsync();

        Assert.Equal(1, refused.Applied);
        Assert.DoesNotContain(stack.Judge.All(), verdict => verdict.IsFailed);
    }

    [Fact]
    public async Task Response_is_sent_again_while_the_bucket_is_unavailable()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        stack.Deployment.Bucket.BeUnavailable(3);

        var result = await stack.CreateAsync("1");

        Assert.Equal(StackStatus.CreateComplete, result.Status);
        Assert.Equal(1, result.Exchanges[0].Url.Puts);
    }

    [Fact]
    public async Task Response_to_an_expired_URL_is_not_retried()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        stack.Deployment.Bucket.Expired = true;
        var shortTimeout = new SandboxStack(
            stack.Deployment.Backfill,
            stack.Deployment.Bucket,
            new SandboxStackSettings { ServiceTimeout = TimeSpan.FromSeconds(1) },
            TimeProvider.System);

        var result = await stack.WaitUntilAsync(
            "CloudFormation timed out", token => shortTimeout.CreateAsync("1", token));
        var line = await stack.WaitUntilAsync(
            "the refusal was logged",
            token => stack.Deployment.Backfill.Log.WaitForAsync(
                logged => logged.Text.Contains("expired (403)", StringComparison.Ordinal), token));

        Assert.Equal(StackStatus.RollbackFailed, result.Status);
        Assert.Contains("did not receive a response", result.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Amz", line.Text, StringComparison.Ordinal);
    }

    private static async Task<TestStack> DeployAsync()
    {
        var stack = await TestStack.StartAsync(TestStack.Quick);
        await stack.CreateAsync("1");
        await stack.WaitUntilIdleAsync();
        return stack;
    }

    private static SandboxRole WithoutPolicy(SandboxRole role) =>
        role with { InlinePolicies = role.InlinePolicies.Clear() };
}
