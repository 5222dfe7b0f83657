namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>
/// One order of the calls of several runs. Every call waits at a gate until the schedule opens it, and only the
/// schedule moves the clock, so the same choices always have the same result.
/// </summary>
internal sealed class Schedule(ManualTime time, Func<int, int> choose, int mostTicks)
{
    /// <summary>
    /// Longer than the lead of the run that created a role plus the wait of the others, shorter than any call's
    /// timeout.
    /// </summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(8);

    private readonly List<(string Call, TaskCompletionSource Gate)> _waiting = [];

    /// <summary>The calls and moves of the clock, in order, for the message of a failed test.</summary>
    public List<string> Happened { get; } = [];

    public Task GateAsync(string call)
    {
        var gate = new TaskCompletionSource();
        _waiting.Add((call, gate));
        return gate.Task;
    }

    /// <summary>Opens one gate after the other until all runs have ended.</summary>
    public void Drive(params Task[] runs)
    {
        for (var ticks = 0; !Array.TrueForAll(runs, run => run.IsCompleted);)
        {
            if (_waiting.Count == 0)
            {
                Move(time.UntilNextTimer ?? throw new UnexpectedCallException($"a wait without a timer: {this}"));
                continue;
            }

            // Before the first call the runs are equal, so only one of them may make it.
            var options = Happened.Count == 0 ? 1 : _waiting.Count;
            var choice = choose(ticks < mostTicks ? options + 1 : options);
            if (choice == options)
            {
                ticks++;
                Move(Tick);
                continue;
            }

            var (call, gate) = _waiting[choice];
            _waiting.RemoveAt(choice);
            Happened.Add(call);
            gate.SetResult();
        }
    }

    public override string ToString() => string.Join(" │ ", Happened);

    private void Move(TimeSpan by)
    {
        Happened.Add($"+{by.TotalSeconds:0.###} s");
        time.Advance(by);
    }
}

/// <summary>All orders, depth first, or a number of random ones from a seed.</summary>
internal static class Schedules
{
    /// <returns>The number of orders.</returns>
    public static int All(int most, Action<Func<int, int>> scenario)
    {
        List<(int Choice, int Options)> path = [];
        for (var count = 1; ; count++)
        {
            Assert.True(count <= most, $"more than {most} orders: the scenario is too large");
            var depth = 0;
            Alone(() => scenario(options =>
            {
                if (depth == path.Count)
                    path.Add((0, options));

                Assert.Equal(path[depth].Options, options);
                return path[depth++].Choice;
            }));
            while (path.Count > 0 && path[^1].Choice + 1 == path[^1].Options)
                path.RemoveAt(path.Count - 1);

            if (path.Count == 0)
                return count;

            path[^1] = path[^1] with { Choice = path[^1].Choice + 1 };
        }
    }

    public static void Some(int number, int seed, Action<Func<int, int>> scenario)
    {
        for (var round = 0; round < number; round++)
        {
            var random = new Random(seed + round);
            Alone(() => scenario(random.Next));
        }
    }

    /// <summary>
    /// Without a synchronization context every continuation runs on this thread, before SetResult returns.
    /// </summary>
    public static void Alone(Action scenario)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            scenario();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
