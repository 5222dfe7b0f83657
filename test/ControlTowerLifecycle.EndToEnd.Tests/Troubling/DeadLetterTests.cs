using ControlTowerLifecycle.EndToEnd.Tests.Running;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Vendor;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Troubling;

/// <summary>What fails for long, or for good: the dead letter, the one notification, and the way back.</summary>
public sealed class DeadLetterTests
{
    [Fact]
    public async Task A_vendor_that_fails_for_long_ends_as_one_dead_letter_and_one_notification()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick with { MaxReceiveCount = 3 });
        var account = stack.Vend("vendor-down");
        using var down = Down(stack, account);
        var sent = stack.Created(account).ToJson();

        stack.Deployment.WorkQueue.Send(sent);
        await stack.QuietAsync();

        Assert.Equal(["retry", "retry", "retry"], await stack.WordsAsync(account.Id, 3));
        var dead = Assert.Single(stack.Deployment.DeadLetters.Receive(10));
        Assert.Equal(sent, dead.Body);
        Assert.Equal((account.Id, "retry"), (dead.MessageAttributes["accountId"], dead.MessageAttributes["outcome"]));
        Assert.Contains("Workload Security responded with 500", dead.MessageAttributes["cause"], StringComparison.Ordinal);
        Assert.Equal(
            $"Account {account.Id} is not protected: it was tried for the last time",
            Assert.Single(stack.Server.Topic.Messages).Subject);
    }

    [Fact]
    public async Task An_event_that_came_three_times_is_told_once_and_none_of_it_is_lost()
    {
        await using var stack = await TestStack.StartConnectedAsync(
            TestStack.Quick with { MaxReceiveCount = 1, BatchSize = 1 });
        var account = stack.Vend("thrice");
        using var down = Down(stack, account);

        for (var time = 0; time < 3; time++)
            stack.Announce(account);
        await stack.QuietAsync();

        Assert.Equal(3, stack.Deployment.DeadLetters.Counts.Visible);
        Assert.Single(stack.Server.Topic.Messages);
    }

    [Fact]
    public async Task What_one_process_told_another_does_not_tell_again()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);
        var account = Powerless(stack);
        stack.Announce(account);
        await stack.QuietAsync();
        stack.Lifecycle.KillAll();

        stack.Announce(account);
        await stack.QuietAsync();

        Assert.Equal(2, stack.Lifecycle.Counts.Environments);
        Assert.Equal(2, stack.Deployment.DeadLetters.Counts.Visible);
        Assert.Single(stack.Server.Topic.Messages);
    }

    [Fact]
    public async Task A_process_that_is_killed_before_it_tells_has_its_message_tell_when_it_comes_again()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);
        var account = Powerless(stack);
        var kills = 0;
        using var killing = stack.Server.Faults.OnWrite((call, _) =>
        {
            if (call.Operation == "PutItem" && Interlocked.Increment(ref kills) == 1)
                stack.Lifecycle.KillCurrent(_ => true);
            return Task.CompletedTask;
        });

        stack.Announce(account);
        await stack.QuietAsync();

        Assert.Equal(1, stack.Lifecycle.Counts.Crashes);
        Assert.Single(stack.Server.Topic.Messages);
    }

    [Fact]
    public async Task A_topic_that_fails_for_a_while_is_told_when_the_message_comes_again()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);
        var account = Powerless(stack);
        using var failing = stack.Server.Faults.Inject(new Fault(FaultNames.Error) { Service = "sns", Count = 3 });

        stack.Announce(account);
        await stack.QuietAsync();

        Assert.Equal(3, failing.Struck);
        Assert.Equal(["rejected", "rejected"], await stack.WordsAsync(account.Id, 2));
        Assert.Single(stack.Server.Topic.Messages);
    }

    [Fact]
    public async Task A_dead_letter_that_is_sent_again_onboards_the_account_once_the_cause_is_mended()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);
        var account = Powerless(stack);
        stack.Announce(account);
        await stack.QuietAsync();
        stack.ChangeExecutionRole(
            account.Id, role => role with { AttachedPolicyArns = [SandboxRole.AdministratorAccess] });

        stack.Replay();
        await stack.QuietAsync();

        stack.AssertProtected(account.Id);
        Assert.True(stack.Deployment.DeadLetters.Counts.IsEmpty);
    }

    [Fact]
    public async Task What_is_tried_again_comes_after_the_back_off_and_not_after_the_visibility_timeout()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick with { ReturnAfter = null });
        var account = stack.Vend("back-off");
        using var down = Down(stack, account);
        var queue = stack.Deployment.WorkQueue;
        var start = TimeProvider.System.GetUtcNow();

        stack.Announce(account);
        await Patience.UntilAsync(
            "the message was held back for less than the queue's own timeout",
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

    /// <summary>Its execution role may do nothing, which only a person can mend.</summary>
    private static NamedAccount Powerless(TestStack stack)
    {
        var account = stack.Vend("powerless");
        stack.ChangeExecutionRole(account.Id, role => role with { AttachedPolicyArns = [] });
        return account;
    }
}
