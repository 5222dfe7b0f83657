using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Cli;

/// <summary>What <c>ctlifecycle status</c> says if something is not right.</summary>
public sealed class StatusFindingTests
{
    [Fact]
    public async Task Accounts_that_are_not_right_have_a_reason_and_the_next_command()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);
        await stack.CreateAsync("1");
        await stack.WaitUntilIdleAsync();
        var missing = stack.Vend("vended-without-event");
        var drifted = stack.Judge.All().First(verdict => verdict.IsProtected && verdict.Account.Id != stack.Organization.ManagementAccountId)
            .Account;
        stack.ChangeRole(drifted.Id, role => role with { InlinePolicies = role.InlinePolicies.Clear() });

        var run = await ToolProcess.RunAsync(stack, "status");

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Contains($"{missing.Id}  missing   {missing.Name}", run.Lines);
        Assert.Contains($"  → ctlifecycle onboard {missing.Id}", run.Lines);
        var at = Array.FindIndex(run.Lines, line => line.StartsWith($"{drifted.Id}  drifted", StringComparison.Ordinal));
        Assert.StartsWith("  put-role-policy ", run.Lines[at + 1], StringComparison.Ordinal);
        Assert.Contains("1 missing, 1 drifted", run.Lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("is protected", run.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vendor_that_refuses_the_key_is_not_known_to_protect()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);
        await stack.CreateAsync("1");
        await stack.WaitUntilIdleAsync();
        stack.Server.Vendor.Key.Rotate();

        var run = await ToolProcess.RunAsync(stack, "status", "--json");

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.False(run.Json["complete"]!.GetValue<bool>());
        Assert.False(run.Json["allProtected"]!.GetValue<bool>());
        Assert.Contains("401", run.Json["notKnown"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(stack.Server.Vendor.Key.Secret, run.Output, StringComparison.Ordinal);
    }
}
