namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>The command cannot do its work. The message states why, for an operator.</summary>
/// <param name="message">A sentence without a secret.</param>
/// <param name="advice">What to do.</param>
internal sealed class ToolException(string message, string advice) : Exception(message)
{
    public string Advice { get; } = advice;

    public int ExitCode { get; init; } = Commands.ExitCode.CouldNotRun;
}
