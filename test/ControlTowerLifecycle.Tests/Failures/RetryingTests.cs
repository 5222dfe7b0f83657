using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Failures;

/// <summary>The loop by example. Its rules over any schedule: <see cref="RetryingPropertyTests"/>.</summary>
public class RetryingTests
{
    private readonly ManualTime _time = new(Sample.Start) { AutoAdvance = true };
    private readonly List<double> _calls = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static RetrySchedule Schedule => new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));

    [Fact]
    public async Task Pauses_double_up_to_the_longest()
    {
        await RunAsync(Schedule, [.. Enumerable.Repeat<TimeSpan?>(null, 6)]);

        Assert.Equal([0, 1, 3, 7, 12, 17, 22], _calls);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-5, 1)]
    [InlineData(0.0001, 1)]
    [InlineData(7, 7)]
    [InlineData(7.0001, 7.001)]
    [InlineData(86_400, 86_400)]
    public async Task Wait_is_the_longer_of_pause_and_Retry_After(double retryAfter, double wait)
    {
        await RunAsync(Schedule, [TimeSpan.FromSeconds(retryAfter)]);

        Assert.Equal([0, wait], _calls);
    }

    [Fact]
    public async Task Absurd_Retry_After_ends_the_loop_at_once()
    {
        await FailsAsync(Schedule, [TimeSpan.MaxValue]);

        Assert.Equal([0], _calls);
    }

    [Theory]
    [InlineData(8, 2)]
    [InlineData(8.001, 1)]
    public async Task Wait_that_is_longer_than_allowed_ends_the_loop_at_once(double retryAfter, int calls)
    {
        var schedule = Schedule with { LongestWait = TimeSpan.FromSeconds(8), MaximumCalls = 2 };

        await FailsAsync(schedule, [TimeSpan.FromSeconds(retryAfter), null]);

        Assert.Equal(calls, _calls.Count);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    public async Task Refusal_that_can_be_momentary_is_repeated_as_often_as_the_schedule_allows(int maximum, int calls)
    {
        var schedule = Schedule with { MaximumUncertainCalls = maximum };

        await Assert.ThrowsAsync<FakeRemoteException>(() => Retrying.RunAsync(
            schedule,
            _ =>
            {
                _calls.Add(0);
                throw new FakeRemoteException("refused")
                {
                    RemoteSystem = "Fake",
                    Operation = "DoIt",
                    Kind = FailureKind.NeedsOperator,
                    IsUncertain = true,
                };
            },
            _time,
            Token));

        Assert.Equal(calls, _calls.Count);
    }

    [Fact]
    public async Task Number_of_calls_is_bounded()
    {
        await FailsAsync(Schedule with { MaximumCalls = 3 }, [null, null, null]);

        Assert.Equal([0, 1, 3], _calls);
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(3.001, 3)]
    public async Task No_call_begins_at_the_end_of_the_window(double window, int calls)
    {
        await FailsAsync(Schedule with { End = Sample.Start.AddSeconds(window), MaximumCalls = 3 }, [null, null, null]);

        Assert.Equal(calls, _calls.Count);
    }

    [Fact]
    public async Task Failure_that_the_schedule_does_not_repeat_is_thrown_at_once()
    {
        await FailsAsync(Schedule with { Repeats = static _ => false }, [null]);

        Assert.Single(_calls);
    }

    [Fact]
    public async Task Failure_that_needs_an_operator_is_thrown_at_once()
    {
        var failure = FakeProtection.Failure(FailureKind.NeedsOperator);

        var thrown = await Assert.ThrowsAsync<FakeRemoteException>(
            () => Retrying.RunAsync(Schedule, _ => Task.FromException(failure), _time, Token));

        Assert.Same(failure, thrown);
        Assert.Equal(Sample.Start, _time.GetUtcNow());
    }

    [Fact]
    public async Task Deadline_during_a_wait_throws_the_last_failure()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(2), _time);

        await FailsAsync(Schedule, [null, null, null], deadline.Token);

        Assert.Equal([0, 1], _calls);
    }

    [Fact]
    public async Task Deadline_during_a_repeated_call_throws_the_last_failure()
    {
        using var deadline = new CancellationTokenSource();
        var failure = FakeProtection.Failure(FailureKind.Retryable);
        var calls = 0;

        var thrown = await Assert.ThrowsAsync<FakeRemoteException>(() => Retrying.RunAsync(
            Schedule,
            async token =>
            {
                if (++calls == 1)
                    throw failure;

                await deadline.CancelAsync();
                token.ThrowIfCancellationRequested();
            },
            _time,
            deadline.Token));

        Assert.Same(failure, thrown);
    }

    [Fact]
    public async Task Deadline_during_the_first_call_throws_that_it_was_cancelled()
    {
        using var deadline = new CancellationTokenSource();
        await deadline.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Retrying.RunAsync(Schedule, Task.FromCanceled, _time, deadline.Token));
    }

    [Fact]
    public async Task Cancellation_that_the_caller_did_not_ask_for_is_not_repeated()
    {
        var calls = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Retrying.RunAsync(
            Schedule,
            _ => ++calls == 1
                ? Task.FromException(FakeProtection.Failure(FailureKind.Retryable))
                : Task.FromCanceled(new CancellationToken(canceled: true)),
            _time,
            Token));

        Assert.Equal(2, calls);
    }

    /// <summary>Every call fails with one Retry-After of the script; the call after the last succeeds.</summary>
    private Task RunAsync(RetrySchedule schedule, TimeSpan?[] retryAfter, CancellationToken? deadline = null) =>
        Retrying.RunAsync(
            schedule,
            _ =>
            {
                _calls.Add((_time.GetUtcNow() - Sample.Start).TotalSeconds);
                return _calls.Count > retryAfter.Length
                    ? Task.CompletedTask
                    : throw RetryCase.Failure(FailureKind.Retryable, retryAfter[_calls.Count - 1]);
            },
            _time,
            deadline ?? Token);

    private Task FailsAsync(RetrySchedule schedule, TimeSpan?[] retryAfter, CancellationToken? deadline = null) =>
        Assert.ThrowsAsync<FakeRemoteException>(() => RunAsync(schedule, retryAfter, deadline));
}
