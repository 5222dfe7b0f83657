using ControlTowerLifecycle.Cli.Commands;
using ControlTowerLifecycle.Cli.Stack;

namespace ControlTowerLifecycle.Cli.Doctor.Checks;

/// <summary>This tool is of the release of the stack. The template and the functions are deployed together.</summary>
internal sealed class VersionsCheck(DeployedStack stack) : ICheck
{
    public string Id => "versions";

    public string Name => "versions";

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken) => Task.FromResult(stack.Outputs.Version switch
    {
        null => CheckResult.NotChecked("the stack is older than its output Version", "Update the stack to the release of this tool."),
        var version when version == VersionCommand.Current => CheckResult.Ok($"{version} of the stack and of this tool"),
        var version => CheckResult.Failed(
            $"the stack is {version}, this tool is {VersionCommand.Current}", "Use the tool of the release of the stack, or update the stack."),
    });
}
