namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>The failure of one call.</summary>
internal enum FaultKind
{
    Throttled,
    ThrottledForAMinute,
    ServerError,

    /// <summary>The connection fails before the call has its effect.</summary>
    ConnectionReset,

    /// <summary>The call has its effect, but the caller gets no response.</summary>
    ResponseLost,

    /// <summary>The execution role cannot be assumed. A call that needs no role is throttled.</summary>
    AssumeRoleRefused,
}

/// <summary>
/// One entry of the fault schedule. Calls are numbered from 1, over all processes. Closed.
/// </summary>
internal abstract record ScheduledFault
{
    private ScheduledFault()
    {
    }

    /// <summary>The same fault at earlier calls; none if it is at the first.</summary>
    public abstract IEnumerable<ScheduledFault> Earlier();

    private static IEnumerable<int> Below(int number) =>
        new[] { 1, number / 2, number - 1 }.Where(lower => lower >= 1 && lower < number).Distinct();

    /// <summary>The n-th call with this name fails.</summary>
    public sealed record CallFailure(string Call, int Nth, FaultKind Kind) : ScheduledFault
    {
        public override IEnumerable<ScheduledFault> Earlier() => Below(Nth).Select(nth => this with { Nth = nth });

        public override string ToString() => $"{Kind}: {Call}, no. {Nth}";
    }

    /// <summary>The process of this call is killed before or after the call has its effect.</summary>
    public sealed record Kill(int At, bool AfterCall) : ScheduledFault
    {
        public override IEnumerable<ScheduledFault> Earlier() => Below(At).Select(at => this with { At = at });

        public override string ToString() => $"process killed {(AfterCall ? "after" : "before")} call {At}";
    }

    /// <summary>The next call is not the one that waits longest: it overtakes so many others.</summary>
    public sealed record Overtaking(int At, int Which) : ScheduledFault
    {
        public override IEnumerable<ScheduledFault> Earlier() =>
        [
            .. Below(At).Select(at => this with { At = at }),
            .. Below(Which).Select(which => this with { Which = which }),
        ];

        public override string ToString() => $"call {At} overtakes {Which} waiting calls";
    }

    /// <summary>Time passes before the call.</summary>
    public sealed record Delay(int At, int Seconds) : ScheduledFault
    {
        public override IEnumerable<ScheduledFault> Earlier() => Below(At).Select(at => this with { At = at });

        public override string ToString() => $"{Seconds} s pass before call {At}";
    }

    /// <summary>A message, numbered from 0, is delivered again, although it is in flight or deleted.</summary>
    public sealed record Redelivery(int At, int Message) : ScheduledFault
    {
        public override IEnumerable<ScheduledFault> Earlier() => Below(At).Select(at => this with { At = at });

        public override string ToString() => $"message {Message + 1} is redelivered before call {At}";
    }

    /// <summary>From this call on the queue delivers in the opposite order.</summary>
    public sealed record QueueReversal(int At) : ScheduledFault
    {
        public override IEnumerable<ScheduledFault> Earlier() => Below(At).Select(at => this with { At = at });

        public override string ToString() => $"the queue reverses its order before call {At}";
    }
}
