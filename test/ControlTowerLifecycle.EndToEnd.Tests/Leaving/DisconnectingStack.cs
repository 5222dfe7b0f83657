using ControlTowerLifecycle.EndToEnd.Tests.Running;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Leaving;

/// <summary>The smallest organization where accounts that leave are disconnected.</summary>
public sealed class DisconnectingStack : IAsyncLifetime
{
    private TestStack? _stack;

    internal TestStack Stack => _stack!;

    private ControlTowerEventFactory ControlTower => Stack.Deployment.ControlTower;

    public async ValueTask InitializeAsync() => _stack = await TestStack.StartConnectedAsync(
        TestStack.Quick with { Variables = TestStack.Variable("ACCOUNT_LEFT", "disconnect"), MaxReceiveCount = 2 });

    public ValueTask DisposeAsync() => _stack?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal async Task<NamedAccount> ProtectedAsync(string name)
    {
        var account = Stack.Vend(name);
        Stack.Announce(account);
        await Stack.QuietAsync();
        Stack.AssertProtected(account.Id);
        return account;
    }

    /// <summary>The account is closed: nobody can enter it any more.</summary>
    internal Task CloseAsync(NamedAccount account)
    {
        Stack.Organization.SetState(account.Id, SandboxAccountState.Closed);
        return TellAsync(ControlTower.CloseAccountResult(account, succeeded: true));
    }

    /// <summary>The account leaves the organization, and what may enter accounts of the organization may not enter it.</summary>
    internal Task RemoveAsync(NamedAccount account)
    {
        Stack.Organization.Leave(account.Id);
        return TellAsync(ControlTower.RemoveAccountFromOrganization(account));
    }

    internal Task TellAsync(SandboxEvent told)
    {
        Stack.Deployment.WorkQueue.Send(told.ToJson());
        return Stack.QuietAsync();
    }

    /// <summary>Control Tower gives the account up; its execution role still lets the management account in.</summary>
    internal Task GiveUpAsync(NamedAccount account)
    {
        Stack.Organization.Change(account.Id, one => one with { Governed = false });
        return TellAsync(ControlTower.Baseline("DisableBaseline", account, succeeded: true));
    }

    internal async Task ReconcileAsync()
    {
        await Stack.UntilAsync(
            "the walk was done", token => Stack.Deployment.Backfill.InvokeAsync("""{"reconcile": "all"}""", token));
        await Stack.QuietAsync();
    }

    internal SandboxRole? ConnectorRole(NamedAccount account) =>
        Stack.Organization.Account(account.Id).Role(DefaultOrganization.PredecessorRole);

    internal static string ConnectorRoleArn(NamedAccount account) =>
        AwsNames.Role(account.Id, DefaultOrganization.PredecessorRole);

    internal IReadOnlyList<int> Connectors(NamedAccount account) =>
        [.. Stack.Server.Vendor.Connectors.Of(account.Id).Select(connector => connector.Id)];
}
