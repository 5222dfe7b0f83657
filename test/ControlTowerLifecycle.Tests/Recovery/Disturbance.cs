namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>How one call fails.</summary>
internal enum FaultKind
{
    Throttled,
    ThrottledForAMinute,
    ServerError,
    ResetBefore,

    /// <summary>The deed is done.</summary>
    AnswerLost,

    /// <summary>The execution role cannot be assumed; of other calls: throttled.</summary>
    EntryRefused,
}

/// <summary>What goes wrong, and when. Calls are counted from 1, over all processes. Closed.</summary>
internal abstract record Disturbance
{
    private Disturbance()
    {
    }

    /// <summary>The same a little earlier; nothing where it comes first already.</summary>
    public abstract IEnumerable<Disturbance> Earlier();

    private static IEnumerable<int> Below(int number) =>
        new[] { 1, number / 2, number - 1 }.Where(lower => lower >= 1 && lower < number).Distinct();

    /// <summary>The n-th call of this name fails.</summary>
    public sealed record Fault(string Call, int Nth, FaultKind Kind) : Disturbance
    {
        public override IEnumerable<Disturbance> Earlier() => Below(Nth).Select(nth => this with { Nth = nth });

        public override string ToString() => $"{Kind}: {Call}, no. {Nth}";
    }

    /// <summary>The process that makes this call ends with it.</summary>
    public sealed record Death(int At, bool AfterDeed) : Disturbance
    {
        public override IEnumerable<Disturbance> Earlier() => Below(At).Select(at => this with { At = at });

        public override string ToString() =>
            $"call {At}: its process is killed {(AfterDeed ? "after" : "before")} the deed";
    }

    /// <summary>Of the calls that wait, not the first is the next.</summary>
    public sealed record Overtaking(int At, int Which) : Disturbance
    {
        public override IEnumerable<Disturbance> Earlier() =>
        [
            .. Below(At).Select(at => this with { At = at }),
            .. Below(Which).Select(which => this with { Which = which }),
        ];

        public override string ToString() => $"call {At}: {Which} that waited longer are overtaken";
    }

    /// <summary>Time passes before the call.</summary>
    public sealed record Pause(int At, int Seconds) : Disturbance
    {
        public override IEnumerable<Disturbance> Earlier() => Below(At).Select(at => this with { At = at });

        public override string ToString() => $"call {At}: {Seconds} s pass before it";
    }

    /// <summary>A message, from 0, is delivered once more, although it is in hand or done with.</summary>
    public sealed record Redelivery(int At, int Message) : Disturbance
    {
        public override IEnumerable<Disturbance> Earlier() => Below(At).Select(at => this with { At = at });

        public override string ToString() => $"call {At}: message {Message + 1} is delivered again";
    }

    /// <summary>From then on the queue gives out the last message first, or the first again.</summary>
    public sealed record Reversal(int At) : Disturbance
    {
        public override IEnumerable<Disturbance> Earlier() => Below(At).Select(at => this with { At = at });

        public override string ToString() => $"call {At}: the queue turns its order";
    }
}
