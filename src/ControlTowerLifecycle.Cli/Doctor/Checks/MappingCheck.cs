using ControlTowerLifecycle.Aws.Sqs;
using ControlTowerLifecycle.Cli.Aws.Lambda;
using ControlTowerLifecycle.Cli.Stack;

namespace ControlTowerLifecycle.Cli.Doctor.Checks;

/// <summary>The lifecycle function receives the messages of the work queue.</summary>
internal sealed class MappingCheck(DeployedStack stack) : ICheck
{
    public string Id => "mapping";

    public string Name => "event source mapping of the work queue";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var queue = QueueArn.FromUrl(stack.Outputs.WorkQueue, stack.Connection);
        var mappings = await new FunctionsClient(stack.Connection).ListMappingsAsync(stack.Outputs.LifecycleFunction, cancellationToken);
        return mappings.FirstOrDefault(mapping => mapping.EventSourceArn is null || mapping.EventSourceArn == queue) switch
        {
            null => CheckResult.Failed(
                "it does not exist, so no account is processed", "Update the stack: CloudFormation creates the mapping again."),
            { IsDisabled: true } => CheckResult.Failed(
                "it is disabled, so no account is processed", "Enable it with: ctlifecycle resume"),
            { IsEnabled: true } => CheckResult.Ok("enabled"),
            var mapping => CheckResult.NotChecked($"it is being changed ({mapping.State})", "Run the command again in a minute."),
        };
    }
}
