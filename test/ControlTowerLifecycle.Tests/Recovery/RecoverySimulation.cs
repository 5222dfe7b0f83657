using System.Text.Json;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.Tests.Functions;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>
/// Two processes work on the queue with scheduled faults until it is empty. There is one thread, and one clock that
/// advances only if nothing else can run, so the same case always runs identically.
/// </summary>
internal sealed class RecoverySimulation : IDisposable
{
    /// <summary>More than any case needs: a case that reaches it does not terminate.</summary>
    private const int MaximumRounds = 20_000;

    private readonly RecoveryCase _case;
    private readonly CallScheduler _scheduler;
    private readonly ProcessSlot[] _slots = [new("A"), new("B")];

    public RecoverySimulation(RecoveryCase setup)
    {
        _case = setup;
        _scheduler = new CallScheduler(setup.Faults);
        Cloud = new SimulatedCloud(setup);
    }

    public SimulatedCloud Cloud { get; }

    /// <summary>All events so far, one line each.</summary>
    public IReadOnlyList<string> Trace => _scheduler.Trace;

    /// <summary>Whether a process was killed while it worked.</summary>
    public bool AnyKilled => _scheduler.AnyKilled;

    /// <summary>The numbers of the calls that write, from 1.</summary>
    public IReadOnlyList<int> Writes => _scheduler.Writes;

    public void Dispose() => Cloud.Dispose();

    /// <summary>Processes all messages of the queue.</summary>
    public void ProcessQueue() => Schedules.Alone(() =>
    {
        for (var round = 0; RunStep(); round++)
            Assert.True(round < MaximumRounds, "The queue never becomes empty.");
    });

    public void ClearFaults() => _scheduler.ClearFaults();

    /// <summary>Runs one walk over the organization without faults.</summary>
    /// <returns>The counts of the walk.</returns>
    public JsonElement Reconcile()
    {
        var process = new SimulatedProcess("walk", Cloud, _scheduler);
        _scheduler.Trace.Add("--- reconcile");
        _scheduler.IsPassThrough = true;
        JsonElement counts = default;
        Schedules.Alone(() => counts = JsonElement.Parse(process.ReconcileAsync().GetAwaiter().GetResult().Span));
        _scheduler.IsPassThrough = false;
        return counts;
    }

    /// <returns>False if nothing is left to run.</returns>
    private bool RunStep()
    {
        foreach (var slot in _slots)
            UpdateSlot(slot);

        if (_scheduler.AnyWaiting)
            ApplyDueFaults();

        if (_scheduler.AnyWaiting)
        {
            _scheduler.RunNext();
            return true;
        }

        return Array.Exists(_slots, slot => slot.Invocation is { IsCompleted: true }) || AdvanceTime();
    }

    /// <summary>
    /// Handles the response of the process, replaces a killed process, and passes a batch to an idle one.
    /// </summary>
    private void UpdateSlot(ProcessSlot slot)
    {
        if (slot.Invocation is { IsCompleted: false } && Cloud.Time.GetUtcNow() >= slot.Process!.Deadline)
        {
            _scheduler.Trace.Add($"{slot.Process.Lifetime} has reached its deadline");
            _scheduler.End(slot.Process.Lifetime);
        }

        if (slot.Invocation is { IsCompleted: true } done && !slot.Process!.Lifetime.HasEnded)
        {
            var returned = Batch.HandedBack(done.GetAwaiter().GetResult());
            foreach (var id in slot.Received.Select(message => message.Id).Except(returned, StringComparer.Ordinal))
                Cloud.Queue.Delete(id);

            _scheduler.Trace.Add($"{slot.Process.Lifetime} returns [{string.Join(", ", returned)}]");
        }
        else if (slot.Invocation is not null && !slot.Process!.Lifetime.HasEnded)
        {
            return;
        }

        slot.Invocation = null;
        if (Cloud.Queue.Receive(_case.BatchSize) is not [_, ..] received)
            return;

        if (slot.Process is null || slot.Process.Lifetime.HasEnded)
            slot.Process = new SimulatedProcess($"{slot.Name}{++slot.Processes}", Cloud, _scheduler);

        var receipts = string.Join(", ", received.Select(message => message.Receipt));
        _scheduler.Trace.Add($"{slot.Process.Lifetime} receives {receipts}");
        slot.Received = received;
        slot.Invocation = slot.Process.ProcessBatchAsync(MessageBodies.CreateBatch(received));
    }

    /// <summary>Applies the faults that are due before the next call and do not concern the call itself.</summary>
    private void ApplyDueFaults()
    {
        foreach (var due in _scheduler.TakeDueFaults())
        {
            _scheduler.Trace.Add($"({due})");
            switch (due)
            {
                case ScheduledFault.Delay delay:
                    Cloud.Time.Advance(TimeSpan.FromSeconds(delay.Seconds));
                    break;
                case ScheduledFault.Redelivery redelivery:
                    Cloud.Queue.Redeliver(redelivery.Message);
                    break;
                default:
                    Cloud.Queue.Reverse();
                    break;
            }
        }

        foreach (var slot in _slots)
            UpdateSlot(slot);
    }

    /// <returns>False if no event is pending.</returns>
    private bool AdvanceTime()
    {
        var now = Cloud.Time.GetUtcNow();
        var working = _slots.Where(slot => slot.Invocation is not null).ToList();
        TimeSpan?[] next =
        [
            working.Count < _slots.Length ? Cloud.Queue.UntilVisible : null,
            working.Count > 0 ? Cloud.Time.UntilNextTimer : null,
            .. working.Select(slot => (TimeSpan?)(slot.Process!.Deadline - now)),
        ];
        if (next.Min() is not { } wait)
            return false;

        _scheduler.Trace.Add($"+{wait.TotalSeconds:0.###} s");
        Cloud.Time.Advance(wait);
        return true;
    }

    /// <summary>One concurrent process of the event-source mapping, and its replacements after a kill.</summary>
    private sealed class ProcessSlot(string name)
    {
        public string Name => name;

        public int Processes { get; set; }

        public SimulatedProcess? Process { get; set; }

        public Task<ReadOnlyMemory<byte>>? Invocation { get; set; }

        public IReadOnlyList<SimulatedMessage> Received { get; set; } = [];
    }
}
