using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Offboarding;

/// <summary>By default, an account that leaves keeps its protection.</summary>
public sealed class KeepProtectionTests(ConnectedStack connected) : IClassFixture<ConnectedStack>
{
    private TestStack Stack => connected.Stack;

    [Fact]
    public async Task Closed_account_keeps_its_protection()
    {
        var account = Stack.Vend("closed");
        Stack.Announce(account);
        await Stack.WaitUntilIdleAsync();
        Stack.Organization.SetState(account.Id, SandboxAccountState.Closed);
        var before = Stack.Server.Snapshot();
        var calls = Stack.RecordCalls();

        Stack.Deployment.WorkQueue.Send(
            Stack.Deployment.ControlTower.CloseAccountResult(account, succeeded: true).ToJson());
        await Stack.WaitForLineAsync("the event was logged", line =>
            line.Contains("protection kept", StringComparison.Ordinal)
                && line.Contains(account.Id, StringComparison.Ordinal));
        await Stack.WaitUntilIdleAsync();

        Assert.Empty(calls.All);
        Assert.Empty(Stack.Server.Snapshot().ChangesSince(before));
    }
}
