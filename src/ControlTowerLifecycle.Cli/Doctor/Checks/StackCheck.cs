using ControlTowerLifecycle.Cli.Stack;

namespace ControlTowerLifecycle.Cli.Doctor.Checks;

/// <summary>The last change of the stack was completed.</summary>
internal sealed class StackCheck(DeployedStack stack) : ICheck
{
    public string Id => "stack";

    public string Name => $"stack {stack.Name}";

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken) => Task.FromResult(stack.Status switch
    {
        "CREATE_COMPLETE" or "UPDATE_COMPLETE" or "IMPORT_COMPLETE" or "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS" =>
            CheckResult.Ok(stack.Status),
        var status when status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal) =>
            CheckResult.NotChecked($"it is being changed ({status})", "Run the command again when CloudFormation has finished."),
        var status => CheckResult.Failed(
            $"its last change was not completed ({status})", "Look at the events of the stack in CloudFormation, and deploy it again."),
    });
}
