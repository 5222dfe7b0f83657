using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Tests.Notifications.Interleaving;

/// <summary>Processes that handle a queue of failing accounts and of call-backs until it is empty.</summary>
internal sealed class CauseSimulation
{
    private static readonly TimeSpan Visibility = TimeSpan.FromMinutes(12);

    private readonly CauseCase _setup;
    private readonly Random _random;
    private readonly List<Message> _queue = [];
    private readonly List<Running> _running = [];
    private readonly InterleavedCalls _calls = new();
    private int _started;
    private int _kills;
    private int _failedCalls;
    private int _redeliveries;

    public CauseSimulation(CauseCase setup)
    {
        (_setup, _random) = (setup, new Random(setup.Seed));
        (_kills, _failedCalls, _redeliveries) = (setup.Kills, setup.FailedCalls, setup.Redeliveries);
        for (var account = 1; account <= setup.Accounts; account++)
        {
            var arrival = Rig.Time.GetUtcNow() + TimeSpan.FromSeconds(_random.Next((setup.Minutes * 60) + 1));
            _queue.Add(new Message($"m{account}", account, null) { VisibleAt = arrival });
        }
    }

    public CauseRig Rig { get; } = new();

    public IReadOnlyList<string> Trace => _calls.Trace;

    public void Run()
    {
        for (var step = 0; _queue.Exists(message => !message.IsDone) || _running.Count > 0 || Rig.Timer.Set.Count > 0; step++)
        {
            Assert.True(step < 1_000_000, "the queue does not become empty");
            Receive();
            if (_calls.Waiting > 0)
                RunCall();
            else if (Next() is { } next)
                Rig.Time.Advance(TimeSpan.FromTicks(Math.Max(0, (next - Rig.Time.GetUtcNow()).Ticks)));
        }
    }

    private DateTimeOffset? Next() => _queue.Where(message => !message.IsDone).Select(message => message.VisibleAt)
        .Concat(Rig.Timer.Set.Select(timer => timer.Due))
        .Min(time => (DateTimeOffset?)time);

    private void Receive()
    {
        foreach (var cause in Rig.Timer.TakeDue())
            _queue.Add(new Message($"digest-{_queue.Count}", 0, cause) { VisibleAt = Rig.Time.GetUtcNow() });
        var visible = _queue.FindAll(message => !message.IsDone && message.VisibleAt <= Rig.Time.GetUtcNow());
        while (visible.Count > 0 && _running.Count < _setup.Processes && _random.Next(3) > 0)
        {
            var message = visible[_random.Next(visible.Count)];
            visible.Remove(message);
            message.VisibleAt = Rig.Time.GetUtcNow() + Visibility;
            Start(message);
        }
    }

    private void Start(Message message)
    {
        var process = ++_started;
        var ports = new InterleavedPorts(process, _calls, Rig);
        var work = message.Cause is { } cause
            ? new CauseDigests(ports, ports, ports, Rig, Rig.Time).SendAsync(cause, message.Id, CancellationToken.None)
            : new CauseNotifier(ports, ports, ports, Rig, Rig.Time).NotifyAsync(
                CauseRig.Notice(message.Account), CancellationToken.None);
        _running.Add(new Running(process, message, work));
    }

    private void RunCall()
    {
        Rig.Time.Advance(TimeSpan.FromMilliseconds(_random.Next(2000)));
        var killed = _calls.RunOne(_random.Next(_calls.Waiting), ChooseFate());
        _running.RemoveAll(running => running.Process == killed);
        foreach (var ended in _running.Where(running => running.Work.IsCompleted).ToList())
        {
            _running.Remove(ended);
            Settle(ended);
        }
    }

    private void Settle(Running ended)
    {
        if (ended.Work.IsFaulted)
        {
            Assert.IsType<RemoteSystemException>(ended.Work.Exception!.InnerException, exactMatch: false);
            ended.Message.VisibleAt = Rig.Time.GetUtcNow() + TimeSpan.FromSeconds(_random.Next(30, 900));
            return;
        }

        ended.Message.IsDone = true;
        if (_redeliveries == 0 || _random.Next(4) > 0)
            return;
        _redeliveries--;
        ended.Message.IsDone = false;
        ended.Message.VisibleAt = Rig.Time.GetUtcNow() + TimeSpan.FromMinutes(_random.Next(0, 200));
    }

    private Fate ChooseFate()
    {
        if (_kills > 0 && _random.Next(10) == 0)
        {
            _kills--;
            return _random.Next(2) == 0 ? Fate.KilledBefore : Fate.KilledAfter;
        }

        if (_failedCalls == 0 || _random.Next(10) > 0)
            return Fate.Succeeds;
        _failedCalls--;
        return _random.Next(3) switch { 0 => Fate.FailsBefore, 1 => Fate.Refused, _ => Fate.FailsAfter };
    }

    private sealed record Running(int Process, Message Message, Task Work);

    private sealed class Message(string id, int account, CauseId? cause)
    {
        public string Id => id;

        public int Account => account;

        public CauseId? Cause => cause;

        public DateTimeOffset VisibleAt { get; set; }

        public bool IsDone { get; set; }
    }
}
