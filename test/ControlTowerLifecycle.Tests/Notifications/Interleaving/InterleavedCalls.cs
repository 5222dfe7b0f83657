using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.Tests.Functions;

namespace ControlTowerLifecycle.Tests.Notifications.Interleaving;

/// <summary>The fate of a call.</summary>
internal enum Fate
{
    Succeeds,
    FailsBefore,
    Refused,
    FailsAfter,
    KilledBefore,
    KilledAfter,
}

/// <summary>The calls of all processes. Each waits until the simulation runs it.</summary>
internal sealed class InterleavedCalls
{
    private readonly List<(int Process, string Name, TaskCompletionSource<Fate> Gate)> _waiting = [];

    public List<string> Trace { get; } = [];

    public int Waiting => _waiting.Count;

    public async Task<T> RunAsync<T>(int process, string name, Func<Task<T>> effect)
    {
        var gate = new TaskCompletionSource<Fate>();
        _waiting.Add((process, name, gate));
        var fate = await gate.Task;
        if (fate is Fate.FailsBefore)
            throw Failure.Passing($"{name} failed");
        if (fate is Fate.Refused)
            throw Failure.Refused($"{name} is refused");
        var result = await effect();
        if (fate is Fate.KilledAfter)
            await new TaskCompletionSource().Task;
        return fate is Fate.FailsAfter ? throw Failure.Passing($"{name} sent no response") : result;
    }

    /// <returns>The process that was killed; null if none was.</returns>
    public int? RunOne(int index, Fate fate)
    {
        var (process, name, gate) = _waiting[index];
        _waiting.RemoveAt(index);
        Trace.Add($"process {process}: {name} {fate}");
        var isKilled = fate is Fate.KilledBefore or Fate.KilledAfter;
        if (isKilled)
            _waiting.RemoveAll(call => call.Process == process);
        if (fate is not Fate.KilledBefore)
            gate.SetResult(fate);
        return isKilled ? process : null;
    }
}

/// <summary>The ports of one process.</summary>
internal sealed class InterleavedPorts(int process, InterleavedCalls calls, CauseRig rig)
    : ICauseRecords, INotificationTopic, IDigestTimer
{
    public TimeSpan Longest => rig.Timer.Longest;

    public Task<CauseRecord?> FindAsync(CauseId cause, CancellationToken cancellationToken) =>
        calls.RunAsync(process, "find", () => rig.Records.FindAsync(cause, cancellationToken));

    public Task<bool> TryWriteAsync(
        CauseId cause, CauseRecord record, DateTimeOffset expires, CancellationToken cancellationToken) =>
        calls.RunAsync(process, "write", () => rig.Records.TryWriteAsync(cause, record, expires, cancellationToken));

    public Task<bool> GatherAsync(
        CauseId cause, Affected affected, DateTimeOffset now, DateTimeOffset expires, CancellationToken cancellationToken) =>
        calls.RunAsync(process, "gather", () => rig.Records.GatherAsync(cause, affected, now, expires, cancellationToken));

    /// <summary>Each account is read by a call of its own, as the table reads items.</summary>
    public async Task<IReadOnlyList<Affected>> GatheredAsync(
        CauseId cause, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var all = new List<Affected>();
        for (var item = 0; item < FakeCauseRecords.Items; item++)
        {
            var number = item;
            all.AddRange(await calls.RunAsync(
                process, $"read {number}", () => Task.FromResult(rig.Records.ReadItem(cause, number, now))));
        }

        return all;
    }

    public async Task RecordListedAsync(
        CauseId cause, IReadOnlyList<Affected> listed, DateTimeOffset now, DateTimeOffset until,
        CancellationToken cancellationToken)
    {
        foreach (var item in listed.GroupBy(FakeCauseRecords.ItemOf))
            await RunAsync("record", () => rig.Records.RecordListedAsync(cause, [.. item], now, until, cancellationToken));
    }

    public Task SendAsync(CauseNotification notification, CancellationToken cancellationToken) =>
        RunAsync("send", () => rig.Topic.SendAsync(notification, cancellationToken));

    public Task SetAsync(CauseId cause, TimeSpan delay, CancellationToken cancellationToken) =>
        RunAsync("set", () => rig.Timer.SetAsync(cause, delay, cancellationToken));

    private Task RunAsync(string name, Func<Task> effect) => calls.RunAsync(process, name, async () =>
    {
        await effect();
        return true;
    });
}
