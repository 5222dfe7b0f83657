using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Cli.Aws.Lambda;
using ControlTowerLifecycle.Hosting;

namespace ControlTowerLifecycle.Cli.Stack;

/// <summary>A deployed stack, seen with the credentials of the operator.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Connection">The operator's connection.</param>
/// <param name="Outputs">Its outputs.</param>
/// <param name="Lifecycle">The function that onboards accounts.</param>
internal sealed record DeployedStack(
    string Name, AwsConnection Connection, StackOutputs Outputs, FunctionConfiguration Lifecycle)
{
    /// <summary>For example <c>CREATE_COMPLETE</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The settings of the lifecycle function, with the operator's connection.</summary>
    /// <exception cref="SettingsException">They are not valid for this version of the tool.</exception>
    public LifecycleSettings Settings => _settings ??= LifecycleSettings.From(Lifecycle.Variables, Connection);

    private LifecycleSettings? _settings;
}
