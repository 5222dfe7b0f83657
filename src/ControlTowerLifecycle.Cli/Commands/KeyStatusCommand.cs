using System.CommandLine;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Cli.Stack;
using ControlTowerLifecycle.Cli.Status;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary><c>key status</c>: whether the vendor accepts each API key, and its last day.</summary>
internal sealed class KeyStatusCommand : IToolCommand
{
    public Command Syntax { get; } = new("status", "The last day of each API key. Exit code 1 if one ends within two weeks.");

    public async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var stack = await run.ConnectAsync(cancellationToken);
        var time = run.Context.Time;
        var keys = await KeyReader.ReadAsync(new StackComposition(stack, run.Context).Vendor, time, cancellationToken);
        if (run.IsJson)
            run.WriteJson(new KeysReport(keys), ReportJson.Readable.KeysReport);
        foreach (var key in keys)
            run.Screen.Write(KeyText.Describe(key, time), KeyText.ToneOf(key, time));
        return keys.Any(key => KeyText.EndsSoon(key, time)) ? ExitCode.Finding : ExitCode.Done;
    }
}
