using ControlTowerLifecycle.Sandbox.Faults;

namespace ControlTowerLifecycle.EndToEnd.Tests.Interruption;

/// <summary>Makes so many calls meet: none goes on before all have come.</summary>
internal sealed class CallBarrier(string operation, int calls)
{
    private readonly TaskCompletionSource _met = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _arrived;

    public int Arrived => Volatile.Read(ref _arrived);

    /// <summary>An observer for <see cref="SandboxFaults.OnArrival"/>.</summary>
    public Task MeetAsync(SandboxCall call, CancellationToken cancellationToken)
    {
        if (call.Operation != operation)
            return Task.CompletedTask;

        if (Interlocked.Increment(ref _arrived) == calls)
            _met.SetResult();
        return _met.Task.WaitAsync(cancellationToken);
    }
}
