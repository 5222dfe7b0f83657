using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Faults;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.FollowUps;

/// <summary>The events for other systems.</summary>
public sealed class EventTests
{
    private static DeploymentOptions WithEvents => TestStack.Quick with { EventBusName = "default" };

    [Fact]
    public async Task Vended_account_is_reported_after_it_is_protected()
    {
        await using var stack = await TestStack.StartConnectedAsync(WithEvents);
        var account = stack.Vend("reported");

        stack.Announce(account);
        await stack.WaitUntilIdleAsync();

        stack.AssertProtected(account.Id);
        var sent = Assert.Single(Sent(stack));
        var detail = JsonNode.Parse(sent.Detail)!;
        Assert.Equal("Account Onboarded", sent.DetailType);
        Assert.Equal((account.Id, account.Name), ((string?)detail["accountId"], (string?)detail["accountName"]));
        Assert.Equal(
            (stack.Production.Id, stack.Organization.ManagementAccountId, "vended", true),
            ((string?)detail["organizationalUnitId"], (string?)detail["managementAccountId"], (string?)detail["origin"],
                (bool?)detail["newlyProtected"]));
        Assert.Equal("PutEvents", stack.Server.AwsCalls.Records.Last().Call.Operation);
    }

    [Fact]
    public async Task Process_killed_before_its_event_leaves_no_account_unreported()
    {
        await using var stack = await TestStack.StartConnectedAsync(WithEvents);
        var kills = 0;
        using var killer = stack.Server.Faults.OnArrival((call, _) =>
        {
            if (call.Operation == "PutEvents" && Interlocked.Increment(ref kills) == 1)
                stack.Lifecycle.KillAll();
            return Task.CompletedTask;
        });
        var account = stack.Vend("killed");

        stack.Announce(account);
        await stack.WaitForOutcomesAsync(account.Id, 2);
        await stack.WaitUntilIdleAsync();

        Assert.Contains(Sent(stack), sent => sent.Detail.Contains(account.Id, StringComparison.Ordinal));
        stack.AssertProtected(account.Id);
    }

    [Fact]
    public async Task Event_that_EventBridge_does_not_take_is_queued_and_the_account_is_protected()
    {
        await using var stack = await TestStack.StartConnectedAsync(WithEvents);
        using var down = stack.Server.Faults.Inject(new Fault(FaultNames.Error) { Service = "events", Count = Fault.Always });
        var account = stack.Vend("unreported");

        stack.Announce(account);
        var line = JsonNode.Parse(await stack.WaitForLineAsync(
            "the event was not sent", text => text.Contains("\"event not sent\"", StringComparison.Ordinal)))!;

        Assert.Equal((account.Id, true), ((string?)line["accountId"], (bool?)line["queued"]));
        Assert.Equal("onboarded", (await stack.WaitForOutcomeAsync(account.Id, "onboarded")).Outcome);
        stack.AssertProtected(account.Id);
        Assert.Empty(stack.Server.Topic.Messages);
        Assert.Equal(0, stack.Deployment.DeadLetters.Counts.Visible);
    }

    private static IEnumerable<SandboxEvent> Sent(TestStack stack) =>
        stack.Deployment.Bus.Received.Where(sent => sent.Source == "controltower.lifecycle");
}
