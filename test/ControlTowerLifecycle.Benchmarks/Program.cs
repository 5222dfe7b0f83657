using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using ControlTowerLifecycle.Benchmarks;
using ControlTowerLifecycle.Benchmarks.Measurements;

[assembly: UnsupportedOSPlatform("windows")]

// The sandbox starts this assembly in place of the functions' executable to count what the functions allocate.
if (AllocatingFunction.IsStartedByLambda)
    return await AllocatingFunction.RunAsync();

// Ctrl+C and SIGTERM stop the child processes first.
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

return await BenchmarkCommand.RunAsync(args, Console.Out, Console.Error, stop.Token);

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
