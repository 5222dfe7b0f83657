using ControlTowerLifecycle.Cli.Aws.CloudWatch;
using ControlTowerLifecycle.Cli.Stack;

namespace ControlTowerLifecycle.Cli.Doctor.Checks;

/// <summary>The alarms exist, notify, and are off.</summary>
internal sealed class AlarmsCheck(DeployedStack stack) : ICheck
{
    /// <summary>The alarms that every stack has, by the start of their name.</summary>
    private static readonly string[] Wanted =
    [
        "DeadLetters", "OldestMessage", "LifecycleErrors", "BackfillErrors", "Unprotected", "GovernanceUnknown", "ApiKeyExpiring",
        "ConnectionsOutdated",
    ];

    public string Id => "alarms";

    public string Name => "alarms";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var prefix = $"{stack.Name}-Alarm";
        var alarms = await new AlarmsClient(stack.Connection).ListAsync(prefix, cancellationToken);
        var missing = Wanted.Where(name => !alarms.Any(alarm => alarm.Name.StartsWith(prefix + name, StringComparison.Ordinal))).ToList();
        if (missing is not [])
            return CheckResult.Failed($"missing: {string.Join(", ", missing)}", "Update the stack: CloudFormation creates the alarm again.");

        var silent = alarms.Where(alarm => !alarm.Notifies).Select(alarm => alarm.Name).ToList();
        if (silent is not [])
        {
            return CheckResult.Failed(
                $"actions are disabled: {string.Join(", ", silent)}",
                $"Enable them: aws cloudwatch enable-alarm-actions --alarm-names {string.Join(' ', silent)}");
        }

        var on = alarms.Where(alarm => alarm.IsOn).Select(alarm => alarm.Name).ToList();
        return on is []
            ? CheckResult.Ok($"{alarms.Count} exist, and none is on")
            : CheckResult.Failed($"on: {string.Join(", ", on)}", "See what is wrong with: ctlifecycle status");
    }
}
