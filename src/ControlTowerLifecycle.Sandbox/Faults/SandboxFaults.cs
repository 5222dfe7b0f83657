namespace ControlTowerLifecycle.Sandbox.Faults;

/// <summary>Injects faults into the calls of both servers, and notifies observers of calls.</summary>
internal sealed class SandboxFaults(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<InjectedFault> _injected = [];
    private readonly List<Func<SandboxCall, CancellationToken, Task>> _observers = [];
    private readonly List<Func<SandboxCall, CancellationToken, Task>> _arrivalObservers = [];

    /// <summary>
    /// Activates a fault. It ends after <see cref="Fault.Count"/> calls, or when it is disposed.
    /// </summary>
    public InjectedFault Inject(Fault fault)
    {
        var entry = new InjectedFault(fault, Remove);
        lock (_gate)
            _injected.Add(entry);
        return entry;
    }

    /// <summary>Activates a fault by name.</summary>
    public InjectedFault Inject(
        string name, string? service = null, string? operation = null, string? accountId = null, int count = 1) =>
        Inject(new Fault(name) { Service = service, Operation = operation, AccountId = accountId, Count = count });

    /// <summary>Removes every fault.</summary>
    public void Clear()
    {
        lock (_gate)
            _injected.Clear();
    }

    /// <summary>
    /// Calls the observer after each write and before its response. The response waits for the observer, so a test can
    /// kill a process exactly between two writes.
    /// </summary>
    /// <returns>Disposing removes the observer.</returns>
    public IDisposable OnWrite(Func<SandboxCall, CancellationToken, Task> observer) => Observe(_observers, observer);

    /// <summary>
    /// Calls the observer when a call arrives, before its operation runs. The operation waits for the observer, so a
    /// test can stop two processes at the same point.
    /// </summary>
    /// <returns>Disposing removes the observer.</returns>
    public IDisposable OnArrival(Func<SandboxCall, CancellationToken, Task> observer) =>
        Observe(_arrivalObservers, observer);

    /// <summary>Waits for injected latency and returns the fault that prevents the operation; null if there is
    /// none.</summary>
    internal async Task<Fault?> BeforeAsync(SandboxCall call, CancellationToken cancellationToken)
    {
        foreach (var latency in ApplyAll(FaultNames.Latency, call))
            await Task.Delay(latency.Delay, time, cancellationToken);
        foreach (var observer in Copy(_arrivalObservers))
            await observer(call, cancellationToken);
        return Apply(FaultNames.Reset, call) ?? Apply(FaultNames.Throttle, call) ?? Apply(FaultNames.Error, call);
    }

    /// <summary>Notifies the observers of a write.</summary>
    /// <returns>True if the response must be lost.</returns>
    internal async Task<bool> AfterAsync(SandboxCall call, bool wrote, CancellationToken cancellationToken)
    {
        if (wrote)
        {
            foreach (var observer in Copy(_observers))
                await observer(call, cancellationToken);
        }

        return Apply(FaultNames.ResetAfter, call) is not null;
    }

    /// <summary>The first fault of that name that applies to the call; null if there is none.</summary>
    internal Fault? Apply(string name, SandboxCall call)
    {
        lock (_gate)
            return _injected.Find(injected => injected.Fault.Name == name && injected.TryApply(call))?.Fault;
    }

    private Fault[] ApplyAll(string name, SandboxCall call)
    {
        lock (_gate)
        {
            return
            [
                .. _injected
                    .Where(injected => injected.Fault.Name == name && injected.TryApply(call))
                    .Select(injected => injected.Fault),
            ];
        }
    }

    private Func<SandboxCall, CancellationToken, Task>[] Copy(List<Func<SandboxCall, CancellationToken, Task>> list)
    {
        lock (_gate)
            return [.. list];
    }

    private Subscription Observe(
        List<Func<SandboxCall, CancellationToken, Task>> list, Func<SandboxCall, CancellationToken, Task> observer)
    {
        lock (_gate)
            list.Add(observer);
        return new Subscription(() =>
        {
            lock (_gate)
                list.Remove(observer);
        });
    }

    private void Remove(InjectedFault entry)
    {
        lock (_gate)
            _injected.Remove(entry);
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
