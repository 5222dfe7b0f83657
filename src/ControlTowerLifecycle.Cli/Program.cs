using System.Collections;
using System.Runtime.InteropServices;
using ControlTowerLifecycle.Cli;
using ControlTowerLifecycle.Cli.Output;

// The first Ctrl+C ends the work cleanly; the second one ends the process.
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var variables = Environment.GetEnvironmentVariables()
    .Cast<DictionaryEntry>()
    .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);

return await Tool.RunAsync(
    args,
    new ToolContext
    {
        Variables = variables,
        Input = new ToolInput(Console.OpenStandardInput(), IsTerminal: !Console.IsInputRedirected),
        Output = Console.IsOutputRedirected
            ? new ToolOutput(StandardStream.CreateWriter(Console.OpenStandardOutput, "Standard output"), IsTerminal: false)
            : new ToolOutput(Console.Out, IsTerminal: true),
        Error = Console.IsErrorRedirected
            ? new ToolOutput(StandardStream.CreateWriter(Console.OpenStandardError, null), IsTerminal: false)
            : new ToolOutput(Console.Error, IsTerminal: true),
        Time = TimeProvider.System,
    },
    stop.Token);

void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
