using ControlTowerLifecycle.Sandbox.Faults;

namespace ControlTowerLifecycle.EndToEnd.Tests.Interruption;

/// <summary>Holds calls of one operation until the given number of them has arrived.</summary>
internal sealed class CallBarrier(string operation, int calls)
{
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _arrived;

    public int Arrived => Volatile.Read(ref _arrived);

    /// <summary>An observer for <see cref="SandboxFaults.OnArrival"/>.</summary>
    public Task WaitForAllAsync(SandboxCall call, CancellationToken cancellationToken)
    {
        if (call.Operation != operation)
            return Task.CompletedTask;

        if (Interlocked.Increment(ref _arrived) == calls)
            _complete.SetResult();
        return _complete.Task.WaitAsync(cancellationToken);
    }
}
