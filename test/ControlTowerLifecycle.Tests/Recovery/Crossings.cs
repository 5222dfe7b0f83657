namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>
/// Where every call of every process waits until it is let through: one after the other, the first that came first,
/// and as the disturbances have it.
/// </summary>
internal sealed class Crossings(IReadOnlyList<Disturbance> disturbances)
{
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly List<Crossing> _waiting = [];
    private readonly Dictionary<string, int> _made = new(StringComparer.Ordinal);
    private IReadOnlyList<Disturbance> _disturbances = disturbances;
    private int _count;

    public bool AnyWaiting => _waiting.Count > 0;

    /// <summary>No gates, no faults: for what runs on several threads and is not to be disturbed.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Whether a process ended in the midst of its work.</summary>
    public bool AnyDied { get; private set; }

    /// <summary>Which calls wrote.</summary>
    public List<int> Writes { get; } = [];

    /// <summary>What happened, in order: for the message of a test that fails.</summary>
    public List<string> Happened { get; } = [];

    /// <summary>Nothing goes wrong any more.</summary>
    public void Calm() => _disturbances = [];

    /// <summary>What is due before the next call and is not about a call; each is told once.</summary>
    public IReadOnlyList<Disturbance> TakeDue()
    {
        var due = _disturbances.Where(IsDue).ToList();
        _disturbances = [.. _disturbances.Where(one => !IsDue(one))];
        return due;
    }

    /// <param name="life">Who calls.</param>
    /// <param name="call">One of <see cref="Calls"/>.</param>
    /// <param name="deed">What the call does, at once.</param>
    /// <param name="refuse">Answers, or throws, what the caller gets where the call fails so.</param>
    /// <param name="cancellationToken">Of the caller: it may be over by the time the call is let through.</param>
    public async Task<T> CrossAsync<T>(
        Life life, string call, Func<Task<T>> deed, Func<FaultKind, T> refuse, CancellationToken cancellationToken)
    {
        if (IsOpen)
            return await AloneAsync(deed, cancellationToken);

        var crossing = new Crossing(life, call);
        if (!life.IsOver)
            _waiting.Add(crossing);

        var fault = await crossing.Gate.Task;
        cancellationToken.ThrowIfCancellationRequested();
        if (fault is { } before and not FaultKind.AnswerLost)
            return refuse(before);

        var answer = await deed();
        if (crossing.IsLast)
            await new TaskCompletionSource().Task;

        return fault is { } lost ? refuse(lost) : answer;
    }

    /// <summary>Lets one call through.</summary>
    public void LetThrough()
    {
        var number = ++_count;
        var overtaking = _disturbances.OfType<Disturbance.Overtaking>().FirstOrDefault(one => one.At == number);
        var crossing = _waiting[(overtaking?.Which ?? 0) % _waiting.Count];
        _waiting.Remove(crossing);
        var nth = _made[crossing.Call] = _made.GetValueOrDefault(crossing.Call) + 1;
        var fault = _disturbances.OfType<Disturbance.Fault>()
            .FirstOrDefault(one => one.Call == crossing.Call && one.Nth == nth);
        var death = _disturbances.OfType<Disturbance.Death>().FirstOrDefault(one => one.At == number);
        Happened.Add($"{number}. {crossing.Life} {crossing.Call}{Told(fault?.Kind)}{Told(death)}");
        if (Calls.IsWrite(crossing.Call))
            Writes.Add(number);

        crossing.IsLast = death is not null;
        if (death is not { AfterDeed: false })
            crossing.Gate.SetResult(fault?.Kind);

        if (death is not null)
            End(crossing.Life);
    }

    /// <summary>Ends a process: none of its calls is let through any more.</summary>
    public void End(Life life)
    {
        life.End();
        AnyDied = true;
        _waiting.RemoveAll(one => one.Life == life);
    }

    public override string ToString() => string.Join("\n", Happened);

    private bool IsDue(Disturbance one) => one switch
    {
        Disturbance.Pause pause => pause.At <= _count + 1,
        Disturbance.Redelivery again => again.At <= _count + 1,
        Disturbance.Reversal turn => turn.At <= _count + 1,
        _ => false,
    };

    private static string Told(object? what) => what is null ? "" : $" ({what})";

    private async Task<T> AloneAsync<T>(Func<Task<T>> deed, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            return await deed();
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private sealed class Crossing(Life life, string call)
    {
        public Life Life => life;

        public string Call => call;

        public TaskCompletionSource<FaultKind?> Gate { get; } = new();

        /// <summary>The process does not see the answer.</summary>
        public bool IsLast { get; set; }
    }
}
