using System.Collections.Concurrent;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>The shared state of the acts: the deployment, the output and the outcomes so far.</summary>
internal sealed class PlayContext : IDisposable
{
    private readonly ConcurrentQueue<LoggedOutcome> _outcomes = new();
    private readonly IDisposable _subscription;

    public PlayContext(LifecycleDeployment deployment, IPlayOutput output, TimeProvider time)
    {
        Deployment = deployment;
        Output = output;
        Judge = new AccountJudge(deployment.Server, deployment.Protections, time);
        Production = new NamedUnit(UnitId(deployment.Organization), "Production");
        _subscription = deployment.Lifecycle.Log.Subscribe(Read);
    }

    public LifecycleDeployment Deployment { get; }

    public IPlayOutput Output { get; }

    public AccountJudge Judge { get; }

    /// <summary>The unit of vended accounts.</summary>
    public NamedUnit Production { get; }

    public IReadOnlyCollection<LoggedOutcome> Outcomes => _outcomes;

    public SandboxOrganization Organization => Deployment.Organization;

    /// <summary>Creates an account as Control Tower does, without an event.</summary>
    public NamedAccount Vend(string name)
    {
        var id = $"{700_000_000_000 + (Organization.Accounts.Count(IsVended) * 1_010_101L)}";
        Organization.Vend(id, name, Production.Id);
        return new NamedAccount(id, name);
    }

    /// <summary>True if the play vended the account.</summary>
    public static bool IsVended(SandboxAccount account) => account.Id.StartsWith('7');

    /// <summary>Sends Control Tower's event for a vended account.</summary>
    public void SendEvent(NamedAccount account) =>
        Deployment.Bus.Put(Deployment.ControlTower.CreateManagedAccount(account, Production, succeeded: true));

    public Task WaitForOutcomeAsync(string accountId, string outcome, CancellationToken cancellationToken) =>
        Deployment.Lifecycle.Log.WaitForAsync(
            line => LoggedOutcome.TryRead(line.Text) is { } logged
                && logged.AccountId == accountId && logged.Outcome == outcome,
            cancellationToken);

    public void Dispose() => _subscription.Dispose();

    private void Read(LogLine line)
    {
        if (line.Source != LogSource.Output || LoggedOutcome.TryRead(line.Text) is not { } outcome)
            return;

        _outcomes.Enqueue(outcome);
        Output.Outcome(outcome);
    }

    private static string UnitId(SandboxOrganization organization) => organization.UnitsUnder(organization.RootId)
        .SelectMany(unit => organization.UnitsUnder(unit.Id))
        .Single(unit => unit.Name == "Production").Id;
}
