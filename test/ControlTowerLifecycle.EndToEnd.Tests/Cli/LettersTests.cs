using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Cli;

/// <summary><c>ctlifecycle letters</c> against the real functions.</summary>
public sealed class LettersTests
{
    [Fact]
    public async Task Letters_of_one_cause_are_one_group_and_end_onboarded_after_the_redrive()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);
        NamedAccount[] denied = [stack.Vend("first"), stack.Vend("second"), stack.Vend("third")];
        foreach (var account in denied)
        {
            stack.DenyCreateRole(account.Id);
            stack.Announce(account);
        }

        stack.Deployment.WorkQueue.Send("not json");
        await stack.WaitUntilIdleAsync();

        var text = (await ToolProcess.RunAsync(stack, "letters")).AssertExit(1);
        var json = (await ToolProcess.RunAsync(stack, "letters", "--json")).AssertExit(1).Json;
        foreach (var account in denied)
            stack.AllowCreateRole(account.Id);
        var cause = (string)json["causes"]![0]!["id"]!;
        var redriven = (await ToolProcess.RunAsync(stack, "letters", "redrive", "--cause", cause, "--yes")).AssertExit(0);
        var again = (await ToolProcess.RunAsync(stack, "letters", "redrive", "--cause", cause, "--yes")).AssertExit(3);
        var deleted = (await ToolProcess.RunAsync(stack, "letters", "delete", "--all", "--yes", "--json")).AssertExit(0);
        var none = (await ToolProcess.RunAsync(stack, "letters")).AssertExit(0);

        Assert.StartsWith("4 dead letters, 2 causes", text.Output, StringComparison.Ordinal);
        Assert.Contains($"{cause}  rejected at create-role: 3 letters", text.Output, StringComparison.Ordinal);
        Assert.Contains($"Then: ctlifecycle letters redrive --cause {cause}", text.Output, StringComparison.Ordinal);
        Assert.Contains(stack.Server.Topic.Messages, notification =>
            notification.Message.Contains($"\nctlifecycle letters redrive --cause {cause}\n", StringComparison.Ordinal));
        Assert.Contains(stack.Server.Topic.Messages, notification =>
            notification.Message.Contains($"\nctlifecycle letters delete --cause {json["causes"]![1]!["id"]}\n", StringComparison.Ordinal));
        Assert.Contains($"No dead letter has the cause {cause}", again.Error, StringComparison.Ordinal);
        Assert.Equal(
            denied.Select(account => account.Id), json["causes"]![0]!["accounts"]!.AsArray().Select(id => (string)id!));
        Assert.False((bool)json["causes"]![1]!["canBeRedriven"]!);
        Assert.All(denied, account => Assert.Contains($"{account.Id} onboarded", redriven.Output, StringComparison.Ordinal));
        stack.AssertProtected(denied.Select(account => account.Id));
        Assert.Equal(1, (int)deleted.Json["letters"]!);
        Assert.Equal("No dead letters.\n", none.Output);
    }

    [Fact]
    public async Task Redrive_asks_first_and_leaves_the_letters_visible()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);
        stack.Deployment.DeadLetters.Send($$"""{"accountId":"{{DefaultOrganization.OrdinaryId(0)}}"}""");

        var refused = (await ToolProcess.RunAsync(stack, "letters", "redrive", "--all")).AssertExit(64);

        Assert.Contains("--yes", refused.Error, StringComparison.Ordinal);
        Assert.Equal((1, 0), (stack.Deployment.DeadLetters.Counts.Visible, stack.Deployment.WorkQueue.Counts.Visible));
    }

    [Fact]
    public async Task Redriven_account_that_fails_again_is_a_finding()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);
        var account = stack.Vend("denied");
        stack.DenyCreateRole(account.Id);
        stack.Announce(account);
        await stack.WaitUntilIdleAsync();

        var redriven = (await ToolProcess.RunAsync(stack, "letters", "redrive", account.Id, "--yes")).AssertExit(1);

        Assert.Contains($"{account.Id} rejected", redriven.Output, StringComparison.Ordinal);
        await stack.WaitUntilIdleAsync();
        Assert.Equal(1, stack.Deployment.DeadLetters.Counts.Visible);
    }
}
