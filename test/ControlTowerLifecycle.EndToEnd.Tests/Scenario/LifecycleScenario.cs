using System.Collections.Immutable;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.EndToEnd.Tests.Scale;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Aws.Services;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.EndToEnd.Tests.Scenario;

/// <summary>A deployed organization and the events in it. Each method waits for its result and logs it.</summary>
internal sealed class LifecycleScenario(TestStack stack) : IAsyncDisposable
{
    private static readonly ImmutableSortedSet<string> Current = [SandboxSecret.Current];

    private readonly Dictionary<string, int> _outcomeCounts = new(StringComparer.Ordinal);

    public ScenarioLog Log { get; } = new();

    public TestStack Stack => stack;

    private ControlTowerEventFactory ControlTower => stack.Deployment.ControlTower;

    /// <summary>Deploys the stack for twelve accounts. Accounts that leave are disconnected.</summary>
    public static async Task<LifecycleScenario> StartAsync()
    {
        var scenario = new LifecycleScenario(await TestStack.StartAsync(TestStack.Quick with
        {
            Sandbox = new SandboxOptions(),
            Variables = TestStack.Variable("ACCOUNT_LEFT", "disconnect"),
        }));
        var result = await scenario.Stack.CreateAsync("1");
        await scenario.Stack.WaitUntilIdleAsync();
        foreach (var verdict in scenario.Stack.Judge.All().Where(verdict => verdict.IsProtected))
        {
            var outcomes = await scenario.Stack.WaitForOutcomesAsync(verdict.Account.Id, 1);
            scenario._outcomeCounts[verdict.Account.Id] = outcomes.Length;
        }

        scenario.Log.Write("the stack is deployed", "all accounts", $"{result.Data["Queued"]} queued");
        return scenario;
    }

    public ValueTask DisposeAsync() => stack.DisposeAsync();

    public async Task<NamedAccount> VendAsync(string name)
    {
        var account = stack.Vend(name);
        stack.Announce(account);
        await LogNextOutcomeAsync("an account is vended", account);
        return account;
    }

    public Task MoveAsync(NamedAccount account)
    {
        var unit = stack.Unit("Development");
        stack.Organization.Move(account.Id, unit.Id);
        stack.Deployment.Bus.Put(
            ControlTower.UpdateManagedAccount(account, new NamedUnit(unit.Id, unit.Name), succeeded: true));
        return LogNextOutcomeAsync("an account is moved", account);
    }

    /// <summary>Control Tower sends no event for it.</summary>
    public void Suspend(NamedAccount account)
    {
        stack.Organization.SetState(account.Id, SandboxAccountState.Suspended);
        Log.Write("an account is suspended", account.Name, "nothing");
    }

    public Task CloseAsync(NamedAccount account)
    {
        stack.Organization.SetState(account.Id, SandboxAccountState.Closed);
        stack.Deployment.Bus.Put(ControlTower.CloseAccountResult(account, succeeded: true));
        return LogNextOutcomeAsync("an account is closed", account);
    }

    public Task UnenrollAsync(NamedAccount account)
    {
        Govern(account, governed: false);
        stack.Deployment.Bus.Put(ControlTower.Baseline("DisableBaseline", account, succeeded: true));
        return LogNextOutcomeAsync("Control Tower no longer governs an account", account);
    }

    public Task EnrollAgainAsync(NamedAccount account)
    {
        Govern(account, governed: true);
        stack.Deployment.Bus.Put(stack.Updated(account));
        return LogNextOutcomeAsync("the account is enrolled again", account);
    }

    public async Task<NamedAccount> LoseEventAsync()
    {
        var account = stack.Vend("event-lost");
        stack.Deployment.Bus.Faults.DropNext(1);
        stack.Announce(account);
        await stack.WaitUntilIdleAsync();
        Log.Write("an account is vended, its event is lost", account.Name, "nothing");
        return account;
    }

    public void EditRoles(NamedAccount policy, NamedAccount trust)
    {
        ManualDrift.RestoreOlderPolicy(stack, policy.Id);
        Log.Write("the role's policy is edited", policy.Name, "nothing");
        ManualDrift.ChangeTrust(stack, trust.Id);
        Log.Write("the role's trust is edited", trust.Name, "nothing");
    }

    /// <summary>The schedule starts a walk, which repairs the accounts.</summary>
    /// <returns>The line that the walk logged.</returns>
    public async Task<string> ReconcileAsync(string reason, params NamedAccount[] repaired)
    {
        var walks = Walks();
        stack.Deployment.Bus.Put(ControlTower.Scheduled("reconcile"));
        await stack.WaitUntilAsync("the walk was logged", token => stack.Deployment.Backfill.Log.WaitForAsync(
            _ => Walks() > walks, token));
        await stack.WaitUntilIdleAsync();
        foreach (var account in repaired)
            await LogNextOutcomeAsync(reason, account);
        return stack.Deployment.Backfill.Log.Lines.Last(IsWalk).Text;
    }

    /// <summary>The vendor refuses the old key. The secret holds the new one.</summary>
    public void RotateKey()
    {
        var key = stack.Server.Vendor.Key.Rotate();
        stack.Server.Secrets.Put(SandboxServer.ApiKeySecretName, $$"""{"ApiKey": "{{key}}"}""", null, Current);
        Log.Write("the API key is rotated", "", "nothing");
    }

    /// <summary>Ends all processes, so that no cached external ID is left.</summary>
    public void ChangeExternalId()
    {
        stack.Server.Vendor.ChangeExternalId();
        stack.Deployment.Backfill.KillAll();
        stack.Lifecycle.KillAll();
        Log.Write("the tenant gets a new external ID", "", "nothing");
    }

    /// <summary>
    /// The execution role of a new account denies CreateRole. It is repaired and the dead letter is redriven.
    /// </summary>
    public async Task<NamedAccount> RedriveAsync()
    {
        var account = stack.Vend("without-permissions");
        stack.DenyCreateRole(account.Id);
        stack.Announce(account);
        await LogNextOutcomeAsync("an account is vended, its execution role denies CreateRole", account);
        stack.AllowCreateRole(account.Id);
        stack.Redrive();
        await LogNextOutcomeAsync("the role is repaired, the dead letter is redriven", account);
        return account;
    }

    private async Task LogNextOutcomeAsync(string happened, NamedAccount account)
    {
        await stack.WaitUntilIdleAsync();
        var count = _outcomeCounts[account.Id] = _outcomeCounts.GetValueOrDefault(account.Id) + 1;
        await stack.WaitForOutcomesAsync(account.Id, count);
        var last = stack.Outcomes(account.Id)[count - 1];
        Log.Write(happened, account.Name, string.Join(' ', [last.Outcome, .. last.Steps]));
    }

    private void Govern(NamedAccount account, bool governed) =>
        stack.Organization.Change(account.Id, existing => existing with { Governed = governed });

    private int Walks() => stack.Deployment.Backfill.Log.Lines.Count(IsWalk);

    private static bool IsWalk(LogLine line) =>
        line.Text.Contains("\"message\":\"reconciled\"", StringComparison.Ordinal);
}
