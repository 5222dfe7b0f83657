using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Tests.Functions;

namespace ControlTowerLifecycle.Tests.Notifications;

/// <summary>A digest is not lost, whatever happens between its timer and the record of it.</summary>
public sealed class DigestRequestsTests
{
    private static readonly FailureSummary Summary = FailureSummary.Of(CauseRig.Notice(1));

    private readonly CauseRig _rig = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_back_that_comes_before_its_time_is_recorded_leaves_no_record_of_it()
    {
        await _rig.NotifyAsync(1);
        var slow = new SlowTimer(_rig);

        await new DigestRequests(_rig.Records, slow, _rig.Time).RequestAsync(
            CauseRig.Cause, TimeSpan.FromSeconds(1), Summary, Token);

        // The first call-back came before the write, so a second timer is set. When it has come, nothing is left of both.
        Assert.Equal(2, slow.Timers);
        await _rig.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Null(_rig.Records.Find(CauseRig.Cause)!.TimerAt);
        await _rig.NotifyAsync(2);
        await _rig.AdvanceAsync(TimeSpan.FromMinutes(15));
        Assert.Equal("1, 1", _rig.Topic.Counts);
    }

    [Fact]
    public async Task Accounts_gathered_while_a_short_rest_of_the_wait_is_requested_are_in_the_digest()
    {
        await FailAsync(1, 2);
        await _rig.AdvanceAsync(TimeSpan.FromMinutes(15));
        await FailAsync(3);
        _rig.Time.Advance(CauseRecord.BetweenDigests - TimeSpan.FromSeconds(1));
        var slow = new SlowTimer(_rig);

        // One second remains until the next digest is allowed. Its call-back comes before the write.
        await new CauseDigests(_rig.Topic, _rig.Records, slow, _rig, _rig.Time).SendAsync(CauseRig.Cause, "m", Token);
        Assert.Equal("1, 1, 1", _rig.Topic.Counts);
        await FailAsync(4);
        await _rig.AdvanceAsync(CauseRecord.Day);

        Assert.Equal("1, 1, 1, 1", _rig.Topic.Counts);
    }

    [Fact]
    public async Task Record_that_can_never_be_written_is_left_to_the_queue_after_a_bounded_number_of_writes()
    {
        _rig.Records.IsContended = true;

        var first = await Assert.ThrowsAsync<ContendedRecordException>(() => FailAsync(1));
        var request = await Assert.ThrowsAsync<ContendedRecordException>(() =>
            new DigestRequests(_rig.Records, _rig.Timer, _rig.Time).RequestAsync(
                CauseRig.Cause, TimeSpan.FromSeconds(1), Summary, Token));

        Assert.Equal((FailureKind.Retryable, FailureKind.Retryable), (first.Kind, request.Kind));
        Assert.Equal(2 * ContendedRecordException.MaximumRounds, _rig.Records.Writes);
    }

    [Fact]
    public async Task Process_that_ends_between_timer_and_record_leaves_its_message_which_sets_another_timer()
    {
        await FailAsync(1);
        _rig.Timer.SetThen = () => throw Failure.Passing("the process ended");
        await Assert.ThrowsAsync<Failure>(() => FailAsync(2));
        _rig.Timer.SetThen = null;
        Assert.Null(_rig.Records.Find(CauseRig.Cause)!.TimerAt);

        await FailAsync(2);
        Assert.Equal(2, _rig.Timer.Set.Count);
        await _rig.AdvanceAsync(TimeSpan.FromMinutes(15));

        Assert.Equal("1, 1", _rig.Topic.Counts);
        Assert.Empty(_rig.Timer.Set);
    }

    [Fact]
    public async Task Process_that_ends_between_timer_and_record_and_never_returns_loses_no_digest_either()
    {
        await FailAsync(1);
        _rig.Timer.SetThen = () => throw Failure.Passing("the process ended");
        await Assert.ThrowsAsync<Failure>(() => FailAsync(2));
        _rig.Timer.SetThen = null;

        await _rig.AdvanceAsync(TimeSpan.FromMinutes(15));

        Assert.Equal("1, 1", _rig.Topic.Counts);
    }

    [Fact]
    public async Task Digest_of_a_cause_whose_record_was_deleted_is_requested()
    {
        await new DigestRequests(_rig.Records, _rig.Timer, _rig.Time).RequestAsync(
            CauseRig.Cause, TimeSpan.FromSeconds(1), Summary, Token);

        Assert.Equal(_rig.Timer.Set[0].Due, _rig.Records.Find(CauseRig.Cause)!.TimerAt);
    }

    private async Task FailAsync(params int[] accounts)
    {
        foreach (var account in accounts)
            await _rig.NotifyAsync(account);
    }

    /// <summary>The response to its first request is so late that the call-back is handled before it.</summary>
    private sealed class SlowTimer(CauseRig rig) : IDigestTimer
    {
        public int Timers { get; private set; }

        public TimeSpan Longest => rig.Timer.Longest;

        public async Task SetAsync(CauseId cause, TimeSpan delay, CancellationToken cancellationToken)
        {
            await rig.Timer.SetAsync(cause, delay, cancellationToken);
            if (++Timers == 1)
                await rig.AdvanceAsync(TimeSpan.FromSeconds(5));
        }
    }
}
