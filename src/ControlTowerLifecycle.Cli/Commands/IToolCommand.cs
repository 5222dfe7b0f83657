using System.CommandLine;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>A command of the tool.</summary>
internal interface IToolCommand
{
    /// <summary>Its name, arguments and options.</summary>
    Command Syntax { get; }

    /// <returns>One of <see cref="ExitCode"/>.</returns>
    /// <exception cref="ToolException">The command cannot do its work.</exception>
    /// <exception cref="Failures.RemoteSystemException">AWS or a vendor refused or did not respond.</exception>
    Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken);
}
