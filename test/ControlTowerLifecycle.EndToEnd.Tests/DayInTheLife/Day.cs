using System.Collections.Immutable;
using ControlTowerLifecycle.EndToEnd.Tests.Running;
using ControlTowerLifecycle.EndToEnd.Tests.Scale;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Aws.Services;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.EndToEnd.Tests.DayInTheLife;

/// <summary>A day in a deployed organization, by what happens in it. Each happening is waited for and written down.</summary>
internal sealed class Day(TestStack stack) : IAsyncDisposable
{
    private static readonly ImmutableSortedSet<string> Current = [SandboxSecret.Current];

    private readonly Dictionary<string, int> _told = new(StringComparer.Ordinal);

    public Diary Diary { get; } = new();

    public TestStack Stack => stack;

    private ControlTowerEventFactory ControlTower => stack.Deployment.ControlTower;

    /// <summary>A dozen accounts, of which those that leave are to be disconnected.</summary>
    public static async Task<Day> BeginAsync()
    {
        var day = new Day(await TestStack.StartAsync(TestStack.Quick with
        {
            Sandbox = new SandboxOptions(),
            Variables = TestStack.Variable("ACCOUNT_LEFT", "disconnect"),
        }));
        var result = await day.Stack.CreateAsync("1");
        await day.Stack.QuietAsync();
        foreach (var verdict in day.Stack.Judge.All().Where(verdict => verdict.IsProtected))
            day._told[verdict.Account.Id] = (await day.Stack.WordsAsync(verdict.Account.Id, 1)).Length;
        day.Diary.Write("the stack is deployed", "all of them", $"{result.Data["Queued"]} queued");
        return day;
    }

    public ValueTask DisposeAsync() => stack.DisposeAsync();

    public async Task<NamedAccount> VendAsync(string name)
    {
        var account = stack.Vend(name);
        stack.Announce(account);
        await ToldAsync("an account is vended", account);
        return account;
    }

    public Task MoveAsync(NamedAccount account)
    {
        var unit = stack.Unit("Development");
        stack.Organization.Move(account.Id, unit.Id);
        stack.Deployment.Bus.Put(
            ControlTower.UpdateManagedAccount(account, new NamedUnit(unit.Id, unit.Name), succeeded: true));
        return ToldAsync("an account is moved", account);
    }

    /// <summary>Nobody announces that.</summary>
    public void Suspend(NamedAccount account)
    {
        stack.Organization.SetState(account.Id, SandboxAccountState.Suspended);
        Diary.Write("an account is suspended", account.Name, "nothing");
    }

    public Task CloseAsync(NamedAccount account)
    {
        stack.Organization.SetState(account.Id, SandboxAccountState.Closed);
        stack.Deployment.Bus.Put(ControlTower.CloseAccountResult(account, succeeded: true));
        return ToldAsync("an account is closed", account);
    }

    public Task GiveUpAsync(NamedAccount account)
    {
        Govern(account, governed: false);
        stack.Deployment.Bus.Put(ControlTower.Baseline("DisableBaseline", account, succeeded: true));
        return ToldAsync("an account is given up by Control Tower", account);
    }

    public Task EnrollAgainAsync(NamedAccount account)
    {
        Govern(account, governed: true);
        stack.Deployment.Bus.Put(stack.Updated(account));
        return ToldAsync("the account is enrolled again", account);
    }

    public async Task<NamedAccount> LoseEventAsync()
    {
        var account = stack.Vend("nobody-heard-of");
        stack.Deployment.Bus.Faults.DropNext(1);
        stack.Announce(account);
        await stack.QuietAsync();
        Diary.Write("an account is vended, its event is lost", account.Name, "nothing");
        return account;
    }

    public void Spoil(NamedAccount policy, NamedAccount trust)
    {
        HandmadeDrift.AgePolicy(stack, policy.Id);
        Diary.Write("somebody edits the role's policy", policy.Name, "nothing");
        HandmadeDrift.ChangeTrust(stack, trust.Id);
        Diary.Write("somebody edits the role's trust", trust.Name, "nothing");
    }

    /// <summary>The schedule fires, and what it found is mended.</summary>
    /// <returns>The line of the walk.</returns>
    public async Task<string> ReconcileAsync(string why, params NamedAccount[] mended)
    {
        var walks = Walks();
        stack.Deployment.Bus.Put(ControlTower.Scheduled("reconcile"));
        await stack.UntilAsync("the walk was logged", token => stack.Deployment.Backfill.Log.WaitForAsync(
            _ => Walks() > walks, token));
        await stack.QuietAsync();
        foreach (var account in mended)
            await ToldAsync(why, account);
        return stack.Deployment.Backfill.Log.Lines.Last(IsWalk).Text;
    }

    /// <summary>The vendor refuses the old key from now on; the secret has the new one.</summary>
    public void RotateKey()
    {
        var key = stack.Server.Vendor.Key.Rotate();
        stack.Server.Secrets.Put(SandboxServer.ApiKeySecretName, $$"""{"ApiKey": "{{key}}"}""", null, Current);
        Diary.Write("the API key is rotated", "", "nothing");
    }

    /// <summary>By the next schedule no process is warm any more.</summary>
    public void ChangeExternalId()
    {
        stack.Server.Vendor.ChangeExternalId();
        stack.Deployment.Backfill.KillAll();
        stack.Lifecycle.KillAll();
        Diary.Write("the tenant gets another external ID", "", "nothing");
    }

    /// <summary>Its execution role may do nothing, which somebody mends; then its dead letter is sent again.</summary>
    public async Task<NamedAccount> ReplayAsync()
    {
        var account = stack.Vend("powerless");
        stack.ChangeExecutionRole(account.Id, role => role with { AttachedPolicyArns = [] });
        stack.Announce(account);
        await ToldAsync("an account is vended that nothing can be done in", account);
        stack.ChangeExecutionRole(
            account.Id, role => role with { AttachedPolicyArns = [SandboxRole.AdministratorAccess] });
        stack.Replay();
        await ToldAsync("that is mended, and its dead letter sent again", account);
        return account;
    }

    /// <summary>Waits for the next outcome of an account.</summary>
    private async Task ToldAsync(string happening, NamedAccount account)
    {
        await stack.QuietAsync();
        var outcomes = _told[account.Id] = _told.GetValueOrDefault(account.Id) + 1;
        await stack.WordsAsync(account.Id, outcomes);
        var told = stack.Outcomes(account.Id)[outcomes - 1];
        Diary.Write(happening, account.Name, string.Join(' ', [told.Outcome, .. told.Steps]));
    }

    private void Govern(NamedAccount account, bool governed) =>
        stack.Organization.Change(account.Id, one => one with { Governed = governed });

    private int Walks() => stack.Deployment.Backfill.Log.Lines.Count(IsWalk);

    private static bool IsWalk(LogLine line) => line.Text.Contains("\"message\":\"reconciled\"", StringComparison.Ordinal);
}
