using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Vendor;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Failures;

/// <summary>Messages that fail too often or permanently: the dead letter, the notification and the redrive.</summary>
public sealed class DeadLetterTests
{
    [Fact]
    public async Task Long_vendor_outage_ends_in_one_dead_letter_and_one_notification()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick with { MaxReceiveCount = 3 });
        var account = stack.Vend("vendor-down");
        using var down = Down(stack, account);
        var sent = stack.Created(account).ToJson();

        stack.Deployment.WorkQueue.Send(sent);
        await stack.WaitUntilIdleAsync();

        Assert.Equal(["retry", "retry", "retry"], await stack.WaitForOutcomesAsync(account.Id, 3));
        var dead = Assert.Single(stack.Deployment.DeadLetters.Receive(10));
        Assert.Equal(sent, dead.Body);
        Assert.Equal((account.Id, "retry"), (dead.MessageAttributes["accountId"], dead.MessageAttributes["outcome"]));
        Assert.Contains("Workload Security responded with 500", dead.MessageAttributes["cause"], StringComparison.Ordinal);
        Assert.Equal(
            $"[Control Tower Lifecycle] Account {account.Id}: Workload Security is down (last retry failed)",
            Assert.Single(stack.Server.Topic.Messages).Subject);
    }

    [Fact]
    public async Task Event_that_fails_three_times_sends_one_notification_and_keeps_three_dead_letters()
    {
        await using var stack = await TestStack.StartConnectedAsync(
            TestStack.Quick with { MaxReceiveCount = 1, BatchSize = 1 });
        var account = stack.Vend("three-times");
        using var down = Down(stack, account);

        for (var time = 0; time < 3; time++)
            stack.Announce(account);
        await stack.WaitUntilIdleAsync();

        Assert.Equal(3, stack.Deployment.DeadLetters.Counts.Visible);
        Assert.Single(stack.Server.Topic.Messages);
    }

    [Fact]
    public async Task Second_process_does_not_repeat_a_notification()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);
        var account = VendWithoutPermissions(stack);
        stack.Announce(account);
        await stack.WaitUntilIdleAsync();
        stack.Lifecycle.KillAll();

        stack.Announce(account);
        await stack.WaitUntilIdleAsync();

        Assert.Equal(2, stack.Lifecycle.Counts.Environments);
        Assert.Equal(2, stack.Deployment.DeadLetters.Counts.Visible);
        Assert.Single(stack.Server.Topic.Messages);
    }

    [Fact]
    public async Task Redelivery_sends_the_notification_after_a_kill_before_it_was_sent()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);
        var account = VendWithoutPermissions(stack);
        var kills = 0;
        using var killing = stack.Server.Faults.OnWrite((call, _) =>
        {
            if (call.Operation == "PutItem" && Interlocked.Increment(ref kills) == 1)
                stack.Lifecycle.KillCurrent(_ => true);
            return Task.CompletedTask;
        });

        stack.Announce(account);
        await stack.WaitUntilIdleAsync();

        Assert.Equal(1, stack.Lifecycle.Counts.Crashes);
        Assert.Single(stack.Server.Topic.Messages);
    }

    [Fact]
    public async Task Redelivery_sends_the_notification_after_an_outage_of_the_topic()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);
        var account = VendWithoutPermissions(stack);
        using var failing = stack.Server.Faults.Inject(new Fault(FaultNames.Error) { Service = "sns", Count = 3 });

        stack.Announce(account);
        await stack.WaitUntilIdleAsync();

        Assert.Equal(3, failing.Applied);
        Assert.Equal(["rejected", "rejected"], await stack.WaitForOutcomesAsync(account.Id, 2));
        Assert.Single(stack.Server.Topic.Messages);
    }

    [Fact]
    public async Task Redriven_dead_letter_onboards_the_account_after_the_repair()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);
        var account = VendWithoutPermissions(stack);
        stack.Announce(account);
        await stack.WaitUntilIdleAsync();
        stack.AllowCreateRole(account.Id);

        stack.Redrive();
        await stack.WaitUntilIdleAsync();

        stack.AssertProtected(account.Id);
        Assert.True(stack.Deployment.DeadLetters.Counts.IsEmpty);
    }

    [Fact]
    public async Task Retried_message_returns_after_the_backoff_and_not_after_the_visibility_timeout()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick with { ReturnAfter = null });
        var account = stack.Vend("back-off");
        using var down = Down(stack, account);
        var queue = stack.Deployment.WorkQueue;
        var start = TimeProvider.System.GetUtcNow();

        stack.Announce(account);
        await BoundedWait.UntilAsync(
            "the message was hidden for less than the queue's own timeout",
            token => queue.WaitForAsync(
                _ => queue.HiddenUntil is [var until] && until < start + (queue.VisibilityTimeout / 2), token));

        var end = TimeProvider.System.GetUtcNow();
        Assert.InRange(queue.HiddenUntil[0], start + TimeSpan.FromSeconds(30), end + TimeSpan.FromSeconds(60));
    }

    private static InjectedFault Down(TestStack stack, NamedAccount account) =>
        stack.Server.Faults.Inject(new Fault(FaultNames.Error)
        {
            Service = SandboxVendor.Name,
            AccountId = account.Id,
            Count = Fault.Always,
        });

    /// <summary>The execution role of the account allows nothing, which needs the operator.</summary>
    private static NamedAccount VendWithoutPermissions(TestStack stack)
    {
        var account = stack.Vend("without-permissions");
        stack.DenyCreateRole(account.Id);
        return account;
    }
}
