using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Vendor;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Cli;

/// <summary>The commands that switch something: pause, resume, external-id and key.</summary>
public sealed class SwitchTests
{
    [Fact]
    public async Task Paused_stack_changes_no_account_until_it_is_resumed()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);

        (await ToolProcess.RunAsync(stack, "pause", "--yes")).AssertExit(0);
        var paused = (await ToolProcess.RunAsync(stack, "status")).AssertExit(1);
        var account = stack.Vend("waits");
        stack.Announce(account);
        Assert.Equal(1, stack.Deployment.WorkQueue.Counts.Visible);
        Assert.False(stack.Deployment.Bus.FindRule("schedule")!.IsEnabled);

        (await ToolProcess.RunAsync(stack, "resume")).AssertExit(0);
        await stack.WaitForOutcomeAsync(account.Id, "onboarded");
        await stack.WaitUntilIdleAsync();

        Assert.True(stack.Deployment.Bus.FindRule("schedule")!.IsEnabled);
        stack.AssertProtected(account.Id);
        Assert.Contains("paused    the work queue is not processed until: ctlifecycle resume", paused.Lines);
        Assert.False((bool)(await ToolProcess.RunAsync(stack, "status", "--json")).AssertExit(1).Json["paused"]!);
    }

    [Fact]
    public async Task Retrieval_of_the_external_id_is_shown_and_off_is_refused_while_the_id_is_not_kept()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);

        var shown = (await ToolProcess.RunAsync(stack, "external-id", "show", "--json")).AssertExit(0).Json;
        var off = (await ToolProcess.RunAsync(stack, "external-id", "retrieval", "off", "--yes")).AssertExit(3);

        Assert.Equal("tenant", (string)shown["source"]!);
        Assert.Equal("enabled", (string)shown["retrieval"]!);
        Assert.DoesNotContain(stack.Server.Vendor.ExternalId, shown.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("the external ID is not in the secret", off.Error, StringComparison.Ordinal);
        Assert.Contains("WORKLOAD_SECURITY_KEEP_EXTERNAL_ID", off.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_is_rotated_by_the_rotation_function()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick with
        {
            // A Vision One key cannot create keys.
            Sandbox = TestStack.Quick.Sandbox with { KeyStyles = KeyStyles.Legacy },
        });
        var former = stack.Server.Secrets.Value(SandboxServer.ApiKeySecretName);

        var status = (await ToolProcess.RunAsync(stack, "key", "status")).AssertExit(0);
        (await ToolProcess.RunAsync(stack, "key", "rotate", "--yes")).AssertExit(0);

        Assert.Equal("workload-security: does not end\n", status.Output);

        await stack.WaitUntilAsync("the secret had another key", async token =>
        {
            while (stack.Server.Secrets.Value(SandboxServer.ApiKeySecretName) == former)
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, token);
            return true;
        });
    }
}
