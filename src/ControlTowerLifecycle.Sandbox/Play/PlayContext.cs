using System.Collections.Concurrent;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>
/// What the acts share: the deployment, the screen, the outcomes so far, and the accounts that were vended by hand.
/// </summary>
internal sealed class PlayContext : IDisposable
{
    private readonly ConcurrentQueue<LoggedOutcome> _outcomes = new();
    private readonly IDisposable _subscription;

    public PlayContext(LifecycleDeployment deployment, IPlayOutput screen, TimeProvider time)
    {
        Deployment = deployment;
        Screen = screen;
        Judge = new AccountJudge(deployment.Server, time);
        Production = new NamedUnit(UnitId(deployment.Organization), "Production");
        _subscription = deployment.Lifecycle.Log.Subscribe(Read);
    }

    public LifecycleDeployment Deployment { get; }

    public IPlayOutput Screen { get; }

    public AccountJudge Judge { get; }

    /// <summary>Where accounts are vended.</summary>
    public NamedUnit Production { get; }

    public IReadOnlyCollection<LoggedOutcome> Outcomes => _outcomes;

    public SandboxOrganization Organization => Deployment.Organization;

    /// <summary>Control Tower makes an account; nothing has been announced yet.</summary>
    public NamedAccount Make(string name)
    {
        var id = $"{700_000_000_000 + (Organization.Accounts.Count(IsMade) * 1_010_101L)}";
        Organization.Vend(id, name, Production.Id);
        return new NamedAccount(id, name);
    }

    /// <summary>Whether an account was made during the play.</summary>
    public static bool IsMade(SandboxAccount account) => account.Id.StartsWith('7');

    /// <summary>Control Tower announces an account.</summary>
    public void Announce(NamedAccount account) =>
        Deployment.Bus.Put(Deployment.ControlTower.CreateManagedAccount(account, Production, succeeded: true));

    /// <summary>Waits until a function has told this of an account.</summary>
    public Task UntilAsync(string accountId, string outcome, CancellationToken cancellationToken) =>
        Deployment.Lifecycle.Log.WaitForAsync(
            line => LoggedOutcome.TryRead(line.Text) is { } told && told.AccountId == accountId && told.Outcome == outcome,
            cancellationToken);

    public void Dispose() => _subscription.Dispose();

    private void Read(LogLine line)
    {
        if (line.Source != LogSource.Output || LoggedOutcome.TryRead(line.Text) is not { } outcome)
            return;

        _outcomes.Enqueue(outcome);
        Screen.Outcome(outcome);
    }

    private static string UnitId(SandboxOrganization organization) => organization.UnitsUnder(organization.RootId)
        .SelectMany(unit => organization.UnitsUnder(unit.Id))
        .Single(unit => unit.Name == "Production").Id;
}
