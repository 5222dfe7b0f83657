using System.Text.Json;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.Tests.Functions;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>
/// Two processes that work the queue off, while things go wrong, until nothing is left to be done. One thread, one
/// clock that moves only when nothing else can: the same case always runs alike.
/// </summary>
internal sealed class Simulation : IDisposable
{
    /// <summary>Far more than any case takes; reached by one that never comes to an end.</summary>
    private const int MostRounds = 20_000;

    private readonly RecoveryCase _case;
    private readonly Crossings _crossings;
    private readonly Seat[] _seats = [new("A"), new("B")];

    public Simulation(RecoveryCase setup)
    {
        _case = setup;
        _crossings = new Crossings(setup.Disturbances);
        World = new World(setup);
    }

    public World World { get; }

    /// <summary>What happened so far, a line each.</summary>
    public IReadOnlyList<string> Happened => _crossings.Happened;

    /// <summary>Whether a process ended in the midst of its work.</summary>
    public bool AnyDied => _crossings.AnyDied;

    /// <summary>The calls that wrote, from 1.</summary>
    public IReadOnlyList<int> Writes => _crossings.Writes;

    public void Dispose() => World.Dispose();

    /// <summary>Works off what is in the queue.</summary>
    public void WorkOff() => Schedules.Alone(() =>
    {
        for (var round = 0; Goes(); round++)
            Assert.True(round < MostRounds, "The queue never comes to rest.");
    });

    /// <summary>From now on nothing goes wrong.</summary>
    public void Calm() => _crossings.Calm();

    /// <summary>One walk over the organization, undisturbed.</summary>
    /// <returns>What it counted.</returns>
    public JsonElement Reconcile()
    {
        var process = new LifecycleProcess("walk", World, _crossings);
        _crossings.Happened.Add("--- reconcile");
        _crossings.IsOpen = true;
        JsonElement counted = default;
        Schedules.Alone(() => counted = JsonElement.Parse(process.ReconcileAsync().GetAwaiter().GetResult().Span));
        _crossings.IsOpen = false;
        return counted;
    }

    /// <returns>Whether something happened, or is still to come.</returns>
    private bool Goes()
    {
        foreach (var seat in _seats)
            Tend(seat);

        if (_crossings.AnyWaiting)
            Disturb();

        if (_crossings.AnyWaiting)
        {
            _crossings.LetThrough();
            return true;
        }

        return Array.Exists(_seats, seat => seat.Running is { IsCompleted: true }) || PassTime();
    }

    /// <summary>Takes what a process answered, replaces one that died, and gives one that is idle a batch.</summary>
    private void Tend(Seat seat)
    {
        if (seat.Running is { IsCompleted: false } && World.Time.GetUtcNow() >= seat.Process!.Deadline)
        {
            _crossings.Happened.Add($"{seat.Process.Life} is out of time");
            _crossings.End(seat.Process.Life);
        }

        if (seat.Running is { IsCompleted: true } done && !seat.Process!.Life.IsOver)
        {
            var back = Batch.HandedBack(done.GetAwaiter().GetResult());
            foreach (var message in seat.InHand.Where(message => !back.Contains(message.Id, StringComparer.Ordinal)))
                World.Queue.Delete(message.Id);

            _crossings.Happened.Add($"{seat.Process.Life} hands back [{string.Join(", ", back)}]");
        }
        else if (seat.Running is not null && !seat.Process!.Life.IsOver)
        {
            return;
        }

        seat.Running = null;
        if (World.Queue.Receive(_case.BatchSize) is not [_, ..] received)
            return;

        if (seat.Process is null || seat.Process.Life.IsOver)
            seat.Process = new LifecycleProcess($"{seat.Name}{++seat.Processes}", World, _crossings);

        var receipts = string.Join(", ", received.Select(message => message.Receipt));
        _crossings.Happened.Add($"{seat.Process.Life} gets {receipts}");
        seat.InHand = received;
        seat.Running = seat.Process.WorkOffAsync(Messages.BatchOf(received));
    }

    /// <summary>What goes wrong before the next call, other than with the call itself.</summary>
    private void Disturb()
    {
        foreach (var due in _crossings.TakeDue())
        {
            _crossings.Happened.Add($"({due})");
            switch (due)
            {
                case Disturbance.Pause pause:
                    World.Time.Advance(TimeSpan.FromSeconds(pause.Seconds));
                    break;
                case Disturbance.Redelivery again:
                    World.Queue.DeliverAgain(again.Message);
                    break;
                default:
                    World.Queue.Turn();
                    break;
            }
        }

        foreach (var seat in _seats)
            Tend(seat);
    }

    /// <returns>False where nothing is to come.</returns>
    private bool PassTime()
    {
        var now = World.Time.GetUtcNow();
        var working = _seats.Where(seat => seat.Running is not null).ToList();
        TimeSpan?[] next =
        [
            working.Count < _seats.Length ? World.Queue.UntilVisible : null,
            working.Count > 0 ? World.Time.UntilNextTimer : null,
            .. working.Select(seat => (TimeSpan?)(seat.Process!.Deadline - now)),
        ];
        if (next.Min() is not { } wait)
            return false;

        _crossings.Happened.Add($"+{wait.TotalSeconds:0.###} s");
        World.Time.Advance(wait);
        return true;
    }

    /// <summary>One process of the event-source mapping, with those that take its place when it dies.</summary>
    private sealed class Seat(string name)
    {
        public string Name => name;

        public int Processes { get; set; }

        public LifecycleProcess? Process { get; set; }

        public Task<ReadOnlyMemory<byte>>? Running { get; set; }

        public IReadOnlyList<QueuedMessage> InHand { get; set; } = [];
    }
}
