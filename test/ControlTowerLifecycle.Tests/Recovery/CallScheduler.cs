namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>
/// The call boundary of all processes. Each call waits here until the simulation runs it: one at a time, in order of
/// arrival, with the scheduled faults.
/// </summary>
internal sealed class CallScheduler(IReadOnlyList<ScheduledFault> faults)
{
    private readonly SemaphoreSlim _exclusive = new(1);
    private readonly List<PendingCall> _waiting = [];
    private readonly Dictionary<string, int> _countByName = new(StringComparer.Ordinal);
    private IReadOnlyList<ScheduledFault> _faults = faults;
    private int _count;

    public bool AnyWaiting => _waiting.Count > 0;

    /// <summary>Calls neither wait nor fail: for code that runs on several threads.</summary>
    public bool IsPassThrough { get; set; }

    /// <summary>Whether a process was killed while it worked.</summary>
    public bool AnyKilled { get; private set; }

    /// <summary>The numbers of the calls that write.</summary>
    public List<int> Writes { get; } = [];

    /// <summary>All events in order, for the message of a failed test.</summary>
    public List<string> Trace { get; } = [];

    public void ClearFaults() => _faults = [];

    /// <summary>Returns, once, the faults that are due before the next call and do not concern a call.</summary>
    public IReadOnlyList<ScheduledFault> TakeDueFaults()
    {
        var due = _faults.Where(IsDue).ToList();
        _faults = [.. _faults.Where(fault => !IsDue(fault))];
        return due;
    }

    /// <param name="lifetime">The process that calls.</param>
    /// <param name="name">One of <see cref="CallNames"/>.</param>
    /// <param name="action">The effect of the call. It completes immediately.</param>
    /// <param name="fail">Returns or throws the result of a failed call.</param>
    /// <param name="cancellationToken">The caller's token. It may be cancelled before the call runs.</param>
    public async Task<T> CallAsync<T>(
        ProcessLifetime lifetime,
        string name,
        Func<Task<T>> action,
        Func<FaultKind, T> fail,
        CancellationToken cancellationToken)
    {
        if (IsPassThrough)
            return await RunExclusiveAsync(action, cancellationToken);

        var call = new PendingCall(lifetime, name);
        if (!lifetime.HasEnded)
            _waiting.Add(call);

        var fault = await call.Gate.Task;
        cancellationToken.ThrowIfCancellationRequested();
        if (fault is { } before and not FaultKind.ResponseLost)
            return fail(before);

        var response = await action();
        if (call.KillsProcess)
            await new TaskCompletionSource().Task;

        return fault is { } lost ? fail(lost) : response;
    }

    /// <summary>Runs one waiting call.</summary>
    public void RunNext()
    {
        var number = ++_count;
        var overtaking = _faults.OfType<ScheduledFault.Overtaking>().FirstOrDefault(fault => fault.At == number);
        var call = _waiting[(overtaking?.Which ?? 0) % _waiting.Count];
        _waiting.Remove(call);
        var nth = _countByName[call.Name] = _countByName.GetValueOrDefault(call.Name) + 1;
        var failure = _faults.OfType<ScheduledFault.CallFailure>()
            .FirstOrDefault(fault => fault.Call == call.Name && fault.Nth == nth);
        var kill = _faults.OfType<ScheduledFault.Kill>().FirstOrDefault(fault => fault.At == number);
        Trace.Add($"{number}. {call.Lifetime} {call.Name}{Describe(failure?.Kind)}{Describe(kill)}");
        if (CallNames.IsWrite(call.Name))
            Writes.Add(number);

        call.KillsProcess = kill is not null;
        if (kill is not { AfterCall: false })
            call.Gate.SetResult(failure?.Kind);

        if (kill is not null)
            End(call.Lifetime);
    }

    /// <summary>Ends a process: its waiting calls never run.</summary>
    public void End(ProcessLifetime lifetime)
    {
        lifetime.End();
        AnyKilled = true;
        _waiting.RemoveAll(call => call.Lifetime == lifetime);
    }

    public override string ToString() => string.Join("\n", Trace);

    private bool IsDue(ScheduledFault fault) => fault switch
    {
        ScheduledFault.Delay delay => delay.At <= _count + 1,
        ScheduledFault.Redelivery redelivery => redelivery.At <= _count + 1,
        ScheduledFault.QueueReversal reversal => reversal.At <= _count + 1,
        _ => false,
    };

    private static string Describe(object? fault) => fault is null ? "" : $" ({fault})";

    private async Task<T> RunExclusiveAsync<T>(Func<Task<T>> action, CancellationToken cancellationToken)
    {
        await _exclusive.WaitAsync(cancellationToken);
        try
        {
            return await action();
        }
        finally
        {
            _exclusive.Release();
        }
    }

    private sealed class PendingCall(ProcessLifetime lifetime, string name)
    {
        public ProcessLifetime Lifetime => lifetime;

        public string Name => name;

        public TaskCompletionSource<FaultKind?> Gate { get; } = new();

        /// <summary>The process ends before it receives the response.</summary>
        public bool KillsProcess { get; set; }
    }
}
