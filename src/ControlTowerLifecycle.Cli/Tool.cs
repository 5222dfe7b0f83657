using System.CommandLine;
using ControlTowerLifecycle.Cli.Commands;
using ControlTowerLifecycle.Cli.Output;

namespace ControlTowerLifecycle.Cli;

/// <summary>The command line.</summary>
internal static class Tool
{
    public const string Name = "ctlifecycle";

    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var parsed = CommandTree.Create(context).Parse(arguments);
        var isInvalid = parsed.Errors.Count > 0;

        // Standard output is for results. The usage after an error goes to standard error.
        var configuration = new InvocationConfiguration
        {
            Output = isInvalid ? context.Error.Writer : context.Output.Writer,
            Error = context.Error.Writer,
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
        };
        try
        {
            var exitCode = await parsed.InvokeAsync(configuration, cancellationToken);
            return isInvalid ? ExitCode.Usage : exitCode;
        }
        catch (Exception failure)
        {
            // The help, the usage or the failure of a command cannot be written.
            Report(context, failure);
            return isInvalid ? ExitCode.Usage : ExitCode.CouldNotRun;
        }
    }

    private static void Report(ToolContext context, Exception failure)
    {
        var (cause, advice) = CommandBoundary.Explain(failure);
        try
        {
            new Screen(context, isQuiet: false).Fail(cause, advice);
        }
        catch (IOException)
        {
            // Only the exit code is left.
        }
    }
}
