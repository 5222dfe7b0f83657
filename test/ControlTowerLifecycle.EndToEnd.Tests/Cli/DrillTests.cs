using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Cli;

/// <summary>
/// The drills of the runbook's table, from the notification alone to the repair: each command as the table has it, with the
/// account's ID and the cause of the notification.
/// </summary>
public sealed class DrillTests
{
    [Fact]
    public async Task Wrong_key()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);
        var drill = new Drill(stack, "wrong key");
        var account = await drill.FailAsync("wrong-key");

        await drill.PlayAsync(account, () => drill.Switch("wrong-key", on: false));

        stack.AssertProtected(account.Id);
    }

    [Fact]
    public async Task Service_control_policy_denies_a_step()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);
        var drill = new Drill(stack, "a policy (SCP) denies a step");
        var account = await drill.FailAsync("scp-denies-create-role");

        await drill.PlayAsync(account, () => drill.Switch("scp-denies-create-role", on: false));

        stack.AssertProtected(account.Id);
    }

    [Fact]
    public async Task Vendor_does_not_respond_until_the_last_receive()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick with { MaxReceiveCount = 2 });
        var drill = new Drill(stack, "the vendor is down");
        var account = await drill.FailAsync("vendor-down");

        await drill.PlayAsync(account, () => drill.Switch("vendor-down", on: false));

        stack.AssertProtected(account.Id);
    }

    [Fact]
    public async Task Execution_role_is_missing()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);
        var drill = new Drill(stack, "the execution role is missing");
        var account = await drill.FailAsync("execution-role-missing");

        await drill.PlayAsync(account, () => drill.Switch("execution-role-missing", on: false));

        stack.AssertProtected(account.Id);
    }

    [Fact]
    public async Task Failed_account_is_suspended_before_the_redrive()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);
        var drill = new Drill(stack, "the account is suspended");
        var account = await drill.FailAsync("scp-denies-create-role");
        stack.Organization.SetState(account.Id, SandboxAccountState.Suspended);
        drill.Switch("scp-denies-create-role", on: false);

        await drill.PlayAsync(
            account, () => stack.Organization.SetState(account.Id, SandboxAccountState.Active));

        stack.AssertProtected(account.Id);
    }

    [Fact]
    public async Task Malformed_message()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);
        var drill = new Drill(stack, "a malformed message");
        stack.Deployment.WorkQueue.Send("""{"accountId": 42}""");
        await stack.WaitUntilIdleAsync();

        await drill.PlayAsync(null, () => { });
    }

    [Fact]
    public async Task Letter_is_redriven_before_the_repair()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);
        var drill = new Drill(stack, "redriven too early");
        var account = await drill.FailAsync("scp-denies-create-role");

        await drill.PlayAsync(account, () => drill.Switch("scp-denies-create-role", on: false));

        stack.AssertProtected(account.Id);
    }

    [Fact]
    public async Task Disconnect_brake()
    {
        await using var stack = await TestStack.StartConnectedAsync(
            TestStack.Quick with { Variables = TestStack.Variable("ACCOUNT_LEFT", "disconnect") });
        var drill = new Drill(stack, "many accounts left at once");
        var accounts = Enumerable.Range(1, 6).Select(number => stack.Vend($"member-{number}")).ToList();
        accounts.ForEach(stack.Announce);
        await stack.WaitUntilIdleAsync();
        foreach (var account in accounts)
            stack.Organization.Change(account.Id, existing => existing with { Governed = false });
        stack.Deployment.Bus.Put(stack.Deployment.ControlTower.Scheduled("schedule"));
        await stack.WaitUntilIdleAsync();
        var alarm = await ToolProcess.RunAsync(stack, "status");
        Assert.Contains("AlarmBackfillErrors", alarm.Output, StringComparison.Ordinal);
        var errors = await ToolProcess.RunAsync(stack, "errors");
        Assert.Contains("ctlifecycle reconcile --confirm-disconnect 6", errors.Output, StringComparison.Ordinal);

        await drill.PlayAsync(null, () => { });

        await stack.WaitUntilIdleAsync();
        Assert.All(accounts, account => Assert.Empty(stack.Server.Vendor.Connectors.Of(account.Id)));
    }
}
