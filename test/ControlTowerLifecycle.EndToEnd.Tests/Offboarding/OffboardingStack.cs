using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Offboarding;

/// <summary>The smallest organization, with a stack that disconnects accounts that leave.</summary>
public sealed class OffboardingStack : IAsyncLifetime
{
    private TestStack? _stack;

    internal TestStack Stack => _stack!;

    private ControlTowerEventFactory ControlTower => Stack.Deployment.ControlTower;

    public async ValueTask InitializeAsync() => _stack = await TestStack.StartConnectedAsync(
        TestStack.Quick with { Variables = TestStack.Variable("ACCOUNT_LEFT", "disconnect"), MaxReceiveCount = 2 });

    public ValueTask DisposeAsync() => _stack?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal async Task<NamedAccount> OnboardAsync(string name)
    {
        var account = Stack.Vend(name);
        Stack.Announce(account);
        await Stack.WaitUntilIdleAsync();
        Stack.AssertProtected(account.Id);
        return account;
    }

    /// <summary>Closes the account. Its execution role can no longer be assumed.</summary>
    internal Task CloseAsync(NamedAccount account)
    {
        Stack.Organization.SetState(account.Id, SandboxAccountState.Closed);
        return SendAsync(ControlTower.CloseAccountResult(account, succeeded: true));
    }

    /// <summary>
    /// Removes the account from the organization. The function's role may assume roles in the organization only, so it
    /// can no longer assume the execution role.
    /// </summary>
    internal Task RemoveAsync(NamedAccount account)
    {
        Stack.Organization.Leave(account.Id);
        return SendAsync(ControlTower.RemoveAccountFromOrganization(account));
    }

    internal Task SendAsync(SandboxEvent controlTowerEvent)
    {
        Stack.Deployment.WorkQueue.Send(controlTowerEvent.ToJson());
        return Stack.WaitUntilIdleAsync();
    }

    /// <summary>Control Tower no longer governs the account. The execution role can still be assumed.</summary>
    internal Task UnenrollAsync(NamedAccount account)
    {
        Stack.Organization.Change(account.Id, existing => existing with { Governed = false });
        return SendAsync(ControlTower.Baseline("DisableBaseline", account, succeeded: true));
    }

    internal async Task ReconcileAsync()
    {
        await Stack.WaitUntilAsync(
            "the walk ended", token => Stack.Deployment.Backfill.InvokeAsync("""{"reconcile": "all"}""", token));
        await Stack.WaitUntilIdleAsync();
    }

    internal SandboxRole? ConnectorRole(NamedAccount account) =>
        Stack.Organization.Account(account.Id).Role(DefaultOrganization.PredecessorRole);

    internal static string ConnectorRoleArn(NamedAccount account) =>
        AwsNames.Role(account.Id, DefaultOrganization.PredecessorRole);

    internal IReadOnlyList<int> Connectors(NamedAccount account) =>
        [.. Stack.Server.Vendor.Connectors.Of(account.Id).Select(connector => connector.Id)];
}
