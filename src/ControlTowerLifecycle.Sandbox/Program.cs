using System.CommandLine;
using System.Runtime.InteropServices;
using ControlTowerLifecycle.Sandbox.Play;

// Ctrl+C and SIGTERM end the play in good order: the child processes go first.
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

// Standard output is for what was asked for: the usage that answers a mistake goes to standard error.
var parsed = SandboxCommand.Create().Parse(args);
var configuration = new InvocationConfiguration
{
    Output = parsed.Errors.Count > 0 ? Console.Error : Console.Out,
    ProcessTerminationTimeout = null,
};
return await parsed.InvokeAsync(configuration, stop.Token);

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
