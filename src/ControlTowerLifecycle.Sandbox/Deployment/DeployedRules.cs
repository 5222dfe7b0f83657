using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Sandbox.Deployment;

/// <summary>
/// The stack's rules on the bus of the home Region. Events that name an account go to the work queue. The schedule and
/// events about units go to the backfill function. The events of Organizations are forwarded from us-east-1.
/// </summary>
internal sealed class DeployedRules(
    SandboxEventBus bus,
    SandboxQueue workQueue,
    LambdaFunction backfill,
    SandboxQueue deadLetters,
    string managementAccountId)
{
    private const string Succeeded = "SUCCEEDED";
    private const string ControlTower = "aws.controltower";
    private const string Organizations = "aws.organizations";

    private static readonly string[] AccountEvents =
        ["CreateManagedAccount", "UpdateManagedAccount", "SetupLandingZone"];

    private static readonly string[] OrganizationEvents =
        ["RegisterOrganizationalUnit", "DeregisterOrganizationalUnit", "UpdateLandingZone"];

    private static readonly string[] BaselineEvents =
        ["EnableBaseline", "ResetEnabledBaseline", "UpdateEnabledBaseline", "DisableBaseline"];

    private IReadOnlyList<SandboxEventRule> Rules =>
    [
        ToQueue("accounts", Succeeding(ControlTower, AccountEvents)),
        ToQueue(
            "baselines-of-accounts",
            LifecyclePattern.Baselines(BaselineEvents, TargetPrefix("account"), Succeeded)),
        ToQueue("closed-accounts", Succeeding(Organizations, ["CloseAccountResult"])),
        ToQueue("removed-accounts", LifecyclePattern.Create(
            Organizations, LifecyclePattern.ApiCall, ["RemoveAccountFromOrganization"], state: null)),
        ToBackfill("organization", Succeeding(ControlTower, OrganizationEvents)),
        ToBackfill("baselines-of-units", LifecyclePattern.Baselines(BaselineEvents, TargetPrefix("ou"), Succeeded)),
        ToBackfill("schedule", LifecyclePattern.Create("aws.events", "Scheduled Event", [], state: null)),
    ];

    public void Add()
    {
        workQueue.Policy = QueuePolicies.Allow(workQueue, Rules.Where(rule => rule.Targets[0].Arn == workQueue.Arn).Select(ArnOf));
        deadLetters.Policy = QueuePolicies.Allow(deadLetters, Rules.Select(ArnOf));
        foreach (var rule in Rules)
            bus.Add(rule);
    }

    public void Remove()
    {
        foreach (var rule in Rules)
            bus.RemoveRule(rule.Name);
    }

    private string ArnOf(SandboxEventRule rule) => $"arn:aws:events:{bus.Region}:{managementAccountId}:rule/{rule.Name}";

    private static EventPattern Succeeding(string source, IReadOnlyList<string> names) =>
        LifecyclePattern.Create(source, LifecyclePattern.ServiceEvent, names, Succeeded);

    private string TargetPrefix(string kind) => $"arn:aws:organizations::{managementAccountId}:{kind}/";

    private SandboxEventRule ToQueue(string name, EventPattern pattern) =>
        new(name, pattern, [new SandboxEventTarget.Queue(workQueue) { DeadLetters = deadLetters }]);

    private SandboxEventRule ToBackfill(string name, EventPattern pattern) =>
        new(name, pattern, [new SandboxEventTarget.Function(backfill) { DeadLetters = deadLetters }]);
}
