using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Sandbox.Deployment;

/// <summary>
/// The stack's rules on the bus of the home Region: what names an account leads to the work queue; the schedule, and what
/// concerns accounts without naming them, to the backfill function. Organizations' events come here from us-east-1.
/// </summary>
internal sealed class StackRules(
    SandboxEventBus bus, SandboxQueue workQueue, LambdaFunction backfill, SandboxQueue deadLetters, string managementAccountId)
{
    private const string Succeeded = "SUCCEEDED";
    private const string ControlTower = "aws.controltower";
    private const string Organizations = "aws.organizations";

    private static readonly string[] OfAccounts = ["CreateManagedAccount", "UpdateManagedAccount", "SetupLandingZone"];

    private static readonly string[] OfTheOrganization =
        ["RegisterOrganizationalUnit", "DeregisterOrganizationalUnit", "UpdateLandingZone"];

    private static readonly string[] OfBaselines =
        ["EnableBaseline", "ResetEnabledBaseline", "UpdateEnabledBaseline", "DisableBaseline"];

    private IReadOnlyList<SandboxEventRule> Rules =>
    [
        ToQueue("accounts", Of(ControlTower, OfAccounts)),
        ToQueue("baselines-of-accounts", LifecyclePattern.Baselines(OfBaselines, Targets("account"), Succeeded)),
        ToQueue("closed-accounts", Of(Organizations, ["CloseAccountResult"])),
        ToQueue("removed-accounts", LifecyclePattern.Of(
            Organizations, LifecyclePattern.ApiCall, ["RemoveAccountFromOrganization"], state: null)),
        ToBackfill("organization", Of(ControlTower, OfTheOrganization)),
        ToBackfill("baselines-of-units", LifecyclePattern.Baselines(OfBaselines, Targets("ou"), Succeeded)),
        ToBackfill("schedule", LifecyclePattern.Of("aws.events", "Scheduled Event", [], state: null)),
    ];

    /// <summary>Puts the rules on the bus.</summary>
    public void Add()
    {
        foreach (var rule in Rules)
            bus.Add(rule);
    }

    /// <summary>Takes them off it.</summary>
    public void Remove()
    {
        foreach (var rule in Rules)
            bus.RemoveRule(rule.Name);
    }

    private static EventPattern Of(string source, IReadOnlyList<string> names) =>
        LifecyclePattern.Of(source, LifecyclePattern.ServiceEvent, names, Succeeded);

    private string Targets(string kind) => $"arn:aws:organizations::{managementAccountId}:{kind}/";

    private SandboxEventRule ToQueue(string name, EventPattern pattern) =>
        new(name, pattern, [new SandboxEventTarget.Queue(workQueue) { DeadLetters = deadLetters }]);

    private SandboxEventRule ToBackfill(string name, EventPattern pattern) =>
        new(name, pattern, [new SandboxEventTarget.Function(backfill) { DeadLetters = deadLetters }]);
}
