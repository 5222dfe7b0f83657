using ControlTowerLifecycle.EndToEnd.Tests.Running;
using ControlTowerLifecycle.EndToEnd.Tests.Vending;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Leaving;

/// <summary>Where nothing else is set, an account that leaves keeps its protection.</summary>
public sealed class KeepingTests(ListeningStack listening) : IClassFixture<ListeningStack>
{
    private TestStack Stack => listening.Stack;

    [Fact]
    public async Task Closing_an_account_changes_nothing()
    {
        var account = Stack.Vend("closed");
        Stack.Announce(account);
        await Stack.QuietAsync();
        Stack.Organization.SetState(account.Id, SandboxAccountState.Closed);
        var before = Stack.Server.Snapshot();
        var mark = Stack.Mark();

        Stack.Deployment.WorkQueue.Send(
            Stack.Deployment.ControlTower.CloseAccountResult(account, succeeded: true).ToJson());
        await Stack.LineAsync("the closing was noted", line =>
            line.Contains("protection stays", StringComparison.Ordinal)
                && line.Contains(account.Id, StringComparison.Ordinal));
        await Stack.QuietAsync();

        Assert.Empty(mark.Calls);
        Assert.Empty(Stack.Server.Snapshot().ChangesSince(before));
    }
}
