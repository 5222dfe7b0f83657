using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;
using FsCheck;
using FsCheck.Fluent;

namespace ControlTowerLifecycle.Tests.Failures;

/// <summary>What holds for every schedule, whatever the remote system asks for.</summary>
public class RetryingPropertyTests
{
    private static Config Settings => Config.QuickThrowOnFailure
        .WithMaxTest(1000)
        .WithQuietOnSuccess(true)
        .WithReplay(new Replay(new Rnd(20261120), null));

    [Fact]
    public void Pause_is_never_shorter_than_the_schedule_or_Retry_After() => ForAll((retry, run) =>
    {
        for (var call = 1; call < run.Count; call++)
        {
            var pause = run[call].Start - run[call - 1].End;
            var own = Math.Min(
                retry.Schedule.FirstPause.TotalMilliseconds * Math.Pow(2, call - 1),
                retry.Schedule.LongestPause.TotalMilliseconds);
            var longest = retry.Schedule.LongestWait + TimeSpan.FromMilliseconds(1);

            Assert.True(pause.TotalMilliseconds >= own, $"{pause} after failure {call}");
            Assert.True(pause >= (retry.Calls[call - 1].RetryAfter ?? TimeSpan.Zero), $"{pause} after failure {call}");
            Assert.True(pause <= longest, $"{pause} after failure {call}");
        }
    });

    [Fact]
    public void Number_of_calls_is_bounded() => ForAll((retry, run) =>
        Assert.InRange(run.Count, 1, retry.Schedule.MaximumCalls));

    [Fact]
    public void No_repetition_begins_after_the_end_of_the_window_or_the_deadline() => ForAll((retry, run) =>
    {
        var deadline = retry.Deadline is { } after ? Sample.Start + after : DateTimeOffset.MaxValue;

        Assert.All(run.Skip(1), call => Assert.True(call.Start < retry.Schedule.End && call.Start < deadline));
    });

    [Fact]
    public void Nothing_is_called_after_a_success_or_a_failure_that_needs_an_operator() => ForAll((retry, run) =>
        Assert.All(
            retry.Calls.Take(run.Count - 1),
            call => Assert.Equal(FailureKind.Retryable, call.Kind)));

    [Fact]
    public void Result_is_that_of_the_last_call() => ForAll((retry, run) =>
    {
        var last = run.Count > retry.Calls.Count ? null : retry.Calls[run.Count - 1].Kind;

        Assert.Equal(last is null, run[^1].Thrown is null);
        Assert.Same(run[^1].Failure, run[^1].Thrown);
    });

    private static void ForAll(Action<RetryCase, List<MadeCall>> rule) =>
        Prop.ForAll(RetryCase.Any, retry => rule(retry, Run(retry))).Check(Settings);

    /// <summary>The calls that were made; the last one holds what the loop threw.</summary>
    private static List<MadeCall> Run(RetryCase retry)
    {
        var time = new ManualTime(Sample.Start) { AutoAdvance = true };
        using var deadline = new CancellationTokenSource();
        using var timer = time.CreateTimer(
            _ => deadline.Cancel(), null, retry.Deadline ?? TimeSpan.FromDays(10_000), Timeout.InfiniteTimeSpan);
        List<MadeCall> made = [];
        var run = Retrying.RunAsync(
            retry.Schedule,
            _ =>
            {
                var call = new MadeCall(time.GetUtcNow());
                made.Add(call);
                var ends = made.Count > retry.Calls.Count
                    ? new CallEnd(null, null, TimeSpan.Zero)
                    : retry.Calls[made.Count - 1];
                time.Advance(ends.Takes);
                call.End = time.GetUtcNow();
                call.Failure = ends.Kind is { } kind ? RetryCase.Failure(kind, ends.RetryAfter) : null;
                return call.Failure is { } failure ? Task.FromException(failure) : Task.CompletedTask;
            },
            time,
            deadline.Token);

        Assert.True(run.IsCompleted);
        made[^1].Thrown = run.Exception?.InnerException;
        return made;
    }

    private sealed class MadeCall(DateTimeOffset start)
    {
        public DateTimeOffset Start => start;

        public DateTimeOffset End { get; set; }

        public Exception? Failure { get; set; }

        public Exception? Thrown { get; set; }
    }
}
