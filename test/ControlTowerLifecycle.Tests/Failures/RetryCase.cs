using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;
using FsCheck;
using FsCheck.Fluent;

namespace ControlTowerLifecycle.Tests.Failures;

/// <summary>How one call of a case ends.</summary>
/// <param name="Kind">The kind of its failure, or null if it succeeds.</param>
/// <param name="RetryAfter">What the remote system asks for.</param>
/// <param name="Takes">How long the call takes.</param>
internal sealed record CallEnd(FailureKind? Kind, TimeSpan? RetryAfter, TimeSpan Takes);

/// <summary>A schedule, the calls it meets, and when the caller's time ends.</summary>
internal sealed record RetryCase(RetrySchedule Schedule, IReadOnlyList<CallEnd> Calls, TimeSpan? Deadline)
{
    public static Arbitrary<RetryCase> Any => Arb.From(Cases);

    private static Gen<RetryCase> Cases =>
        from first in Milliseconds(1, 5_000)
        from longest in Milliseconds(1, 60_000)
        from maximumCalls in Gen.Elements(1, 2, 3, 5, int.MaxValue)
        from longestWait in Gen.OneOf(Milliseconds(1, 100_000), Gen.Constant(TimeSpan.FromDays(1)))
        from end in Gen.OneOf(
            Gen.Constant(DateTimeOffset.MaxValue),
            Gen.Constant(DateTimeOffset.MinValue),
            from after in Milliseconds(0, 300_000) select Sample.Start + after)
        from calls in Gen.ListOf(Call)
        from deadline in Gen.Frequency(
            (2, Gen.Constant((TimeSpan?)null)),
            (1, from after in Milliseconds(1, 200_000) select (TimeSpan?)after))
        select new RetryCase(
            new RetrySchedule(first, longest) { MaximumCalls = maximumCalls, LongestWait = longestWait, End = end },
            [.. calls],
            deadline);

    private static Gen<CallEnd> Call =>
        from kind in Gen.Frequency(
            (8, Gen.Constant((FailureKind?)FailureKind.Retryable)),
            (1, Gen.Constant((FailureKind?)FailureKind.NeedsOperator)),
            (1, Gen.Constant((FailureKind?)null)))
        from retryAfter in Gen.OneOf(
            Gen.Elements<TimeSpan?>(
                null,
                TimeSpan.Zero,
                TimeSpan.FromSeconds(-5),
                TimeSpan.MinValue,
                TimeSpan.MaxValue,
                TimeSpan.FromDays(10)),
            from ticks in Gen.Choose(1, int.MaxValue) select (TimeSpan?)TimeSpan.FromTicks(ticks))
        from takes in Milliseconds(0, 3_000)
        select new CallEnd(kind, retryAfter, takes);

    public static FakeRemoteException Failure(FailureKind kind, TimeSpan? retryAfter) => new($"it failed: {kind}")
    {
        RemoteSystem = "Fake",
        Operation = "DoIt",
        Kind = kind,
        RetryAfter = retryAfter,
    };

    private static Gen<TimeSpan> Milliseconds(int least, int most) =>
        from milliseconds in Gen.Choose(least, most) select TimeSpan.FromMilliseconds(milliseconds);
}
