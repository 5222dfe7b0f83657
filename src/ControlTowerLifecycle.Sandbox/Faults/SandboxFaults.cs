namespace ControlTowerLifecycle.Sandbox.Faults;

/// <summary>Faults injected by name on either server, and a look over the shoulder of every write.</summary>
internal sealed class SandboxFaults(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<InjectedFault> _injected = [];
    private readonly List<Func<SandboxCall, CancellationToken, Task>> _observers = [];
    private readonly List<Func<SandboxCall, CancellationToken, Task>> _arrivalObservers = [];

    /// <summary>
    /// Puts a fault in force. It is spent after <see cref="Fault.Count"/> calls, or when it is disposed of.
    /// </summary>
    public InjectedFault Inject(Fault fault)
    {
        var entry = new InjectedFault(fault, Lift);
        lock (_gate)
            _injected.Add(entry);
        return entry;
    }

    /// <summary>Puts a fault in force by its name.</summary>
    public InjectedFault Inject(
        string name, string? service = null, string? operation = null, string? accountId = null, int count = 1) =>
        Inject(new Fault(name) { Service = service, Operation = operation, AccountId = accountId, Count = count });

    /// <summary>Lifts every fault.</summary>
    public void Clear()
    {
        lock (_gate)
            _injected.Clear();
    }

    /// <summary>
    /// Has the observer called after each state-changing call was carried out and before it is answered. The answer
    /// waits for the observer: a test can kill a process exactly between two writes.
    /// </summary>
    /// <returns>Disposing ends the observation.</returns>
    public IDisposable OnWrite(Func<SandboxCall, CancellationToken, Task> observer) => Observe(_observers, observer);

    /// <summary>
    /// Has the observer called when a call has arrived, before anything is carried out. The call waits for the
    /// observer: a test can hold two processes at the same point.
    /// </summary>
    /// <returns>Disposing ends the observation.</returns>
    public IDisposable OnArrival(Func<SandboxCall, CancellationToken, Task> observer) =>
        Observe(_arrivalObservers, observer);

    /// <summary>Waits out any latency, and says which fault stands in the way of the call, if one does.</summary>
    internal async Task<Fault?> BeforeAsync(SandboxCall call, CancellationToken cancellationToken)
    {
        foreach (var latency in StrikeAll(FaultNames.Latency, call))
            await Task.Delay(latency.Delay, time, cancellationToken);
        foreach (var observer in Of(_arrivalObservers))
            await observer(call, cancellationToken);
        return Strike(FaultNames.Reset, call) ?? Strike(FaultNames.Throttle, call) ?? Strike(FaultNames.Error, call);
    }

    /// <summary>Tells the observers of a write, and says whether its answer is to be lost.</summary>
    internal async Task<bool> AfterAsync(SandboxCall call, bool wrote, CancellationToken cancellationToken)
    {
        if (wrote)
        {
            foreach (var observer in Of(_observers))
                await observer(call, cancellationToken);
        }

        return Strike(FaultNames.ResetAfter, call) is not null;
    }

    /// <summary>The first fault of that name that strikes the call.</summary>
    internal Fault? Strike(string name, SandboxCall call)
    {
        lock (_gate)
            return _injected.Find(each => each.Fault.Name == name && each.TryStrike(call))?.Fault;
    }

    private Fault[] StrikeAll(string name, SandboxCall call)
    {
        lock (_gate)
        {
            return
            [
                .. _injected.Where(each => each.Fault.Name == name && each.TryStrike(call)).Select(each => each.Fault),
            ];
        }
    }

    private Func<SandboxCall, CancellationToken, Task>[] Of(List<Func<SandboxCall, CancellationToken, Task>> list)
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

    private void Lift(InjectedFault entry)
    {
        lock (_gate)
            _injected.Remove(entry);
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
