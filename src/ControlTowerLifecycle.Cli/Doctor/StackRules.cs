using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Sqs;
using ControlTowerLifecycle.Cli.Aws.CloudFormation;
using ControlTowerLifecycle.Cli.Aws.EventBridge;
using ControlTowerLifecycle.Cli.Stack;

namespace ControlTowerLifecycle.Cli.Doctor;

/// <summary>The EventBridge rules of the stack, by the names of its template.</summary>
internal sealed class StackRules(DeployedStack stack, CancellationToken end)
{
    public const string Schedule = "Reconcile";

    private static readonly (string LogicalId, bool IsForQueue)[] Wanted =
    [
        ("ControlTowerAccounts", true), ("OrganizationsAccounts", true), ("OrganizationWide", false), (Schedule, false),
    ];

    private readonly CloudFormationClient _cloudFormation = new(stack.Connection);
    private readonly RulesClient _rules = new(stack.Connection);
    private Once<StackRule[]>? _found;

    public async Task<IReadOnlyList<StackRule>> GetAsync(CancellationToken cancellationToken)
    {
        var found = LazyInitializer.EnsureInitialized(
            ref _found,
            () => new Once<StackRule[]>(
                token => Task.WhenAll(Wanted.Select(rule => ReadAsync(rule.LogicalId, rule.IsForQueue, token))), end));
        return await found.GetAsync(cancellationToken);
    }

    private async Task<StackRule> ReadAsync(string logicalId, bool isForQueue, CancellationToken cancellationToken)
    {
        var target = isForQueue ? QueueArn.FromUrl(stack.Outputs.WorkQueue, stack.Connection)! : stack.Outputs.BackfillFunction;
        var name = await _cloudFormation.FindResourceAsync(stack.Name, logicalId, cancellationToken);
        var rule = new StackRule(logicalId, name, target, isForQueue);
        try
        {
            var isEnabled = _rules.IsEnabledAsync(name, cancellationToken);
            var targets = await _rules.ListTargetsAsync(name, cancellationToken);
            var account = stack.Settings.ManagementAccountId;
            return rule with
            {
                Exists = true,
                IsEnabled = await isEnabled,
                HasTarget = targets.Any(arn => arn == target || arn.EndsWith($":function:{target}", StringComparison.Ordinal)),
                Arn = $"arn:{stack.Connection.Partition}:events:{stack.Connection.Region}:{account}:rule/{name}",
            };
        }
        catch (AwsException missing) when (missing.Code == "ResourceNotFoundException")
        {
            return rule;
        }
    }
}

/// <summary>A rule of the stack.</summary>
/// <param name="LogicalId">Its name in the template.</param>
/// <param name="Name">Its name.</param>
/// <param name="Target">The ARN of the work queue, or the name of the backfill function.</param>
/// <param name="IsForQueue">Whether its target is the work queue.</param>
internal sealed record StackRule(string LogicalId, string Name, string Target, bool IsForQueue)
{
    public string Arn { get; init; } = "";

    public bool Exists { get; init; }

    public bool IsEnabled { get; init; }

    public bool HasTarget { get; init; }
}
