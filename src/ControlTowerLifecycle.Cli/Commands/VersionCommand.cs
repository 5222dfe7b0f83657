using System.CommandLine;
using ControlTowerLifecycle.Cli.Reports;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>The version of the tool and, with <c>--stack</c>, of the stack.</summary>
internal sealed class VersionCommand : IToolCommand
{
    public Command Syntax { get; } = new("version", "The version of this tool; with --stack also that of the stack.");

    public const string Current = ProductVersion.Current;

    public async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var stack = run.HasStack ? await run.ConnectAsync(cancellationToken) : null;
        if (run.IsJson)
        {
            run.WriteJson(new VersionReport(Current, stack?.Outputs.Version), ReportJson.Readable.VersionReport);
            return ExitCode.Done;
        }

        run.Screen.Write($"{Tool.Name} {Current}");
        if (stack is not null)
            run.Screen.Write($"stack {stack.Name} {stack.Outputs.Version}");
        return ExitCode.Done;
    }
}
