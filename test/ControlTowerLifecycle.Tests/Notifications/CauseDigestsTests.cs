using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Tests.Functions;

namespace ControlTowerLifecycle.Tests.Notifications;

public sealed class CauseDigestsTests
{
    private readonly CauseRig _rig = new();

    [Fact]
    public async Task Forged_call_back_of_an_unknown_cause_does_nothing()
    {
        await _rig.CallBackAsync(CauseId.Of("forged"));

        Assert.Empty(_rig.Topic.Sent);
        Assert.Empty(_rig.Timer.Set);
    }

    [Fact]
    public async Task Forged_call_backs_send_no_more_than_the_digest_of_the_gathered_accounts()
    {
        await FailAsync(1, 2, 3);

        for (var forged = 0; forged < 50; forged++)
            await _rig.CallBackAsync(CauseRig.Cause);
        await FailAsync(4);
        for (var forged = 0; forged < 50; forged++)
            await _rig.CallBackAsync(CauseRig.Cause);

        Assert.Equal("1, 2", _rig.Topic.Counts);
        await _rig.AdvanceAsync(CauseRecord.Day);
        Assert.Equal("1, 2, 1", _rig.Topic.Counts);
        Assert.Empty(_rig.Timer.Set);
    }

    [Fact]
    public async Task Repeated_call_back_sends_one_digest()
    {
        await FailAsync(1, 2);
        await _rig.CallBackAsync(CauseRig.Cause, "m");
        await _rig.CallBackAsync(CauseRig.Cause, "m");

        Assert.Equal("1, 1", _rig.Topic.Counts);
    }

    [Fact]
    public async Task Digest_that_was_not_sent_is_sent_by_the_redelivered_call_back()
    {
        await FailAsync(1, 2);
        _rig.Topic.Failure = Failure.Passing("SNS responded with 503");
        await Assert.ThrowsAsync<Failure>(() => _rig.CallBackAsync(CauseRig.Cause, "m"));
        _rig.Topic.Failure = null;

        await _rig.CallBackAsync(CauseRig.Cause, "m");

        Assert.Equal("1, 1", _rig.Topic.Counts);
    }

    [Fact]
    public async Task Digest_that_was_sent_and_not_recorded_repeats_its_accounts_once()
    {
        await FailAsync(1, 2);
        _rig.Records.RecordFailure = Failure.Passing("DynamoDB responded with 503");
        await _rig.AdvanceAsync(TimeSpan.FromMinutes(15));
        _rig.Records.RecordFailure = null;

        await FailAsync(3);
        await _rig.AdvanceAsync(CauseRecord.Day);

        Assert.Equal("1, 1, 2", _rig.Topic.Counts);
    }

    [Fact]
    public async Task Call_back_without_gathered_accounts_uses_up_no_notification()
    {
        await FailAsync(1);
        await _rig.CallBackAsync(CauseRig.Cause);
        await _rig.CallBackAsync(CauseRig.Cause);

        Assert.Single(_rig.Records.Find(CauseRig.Cause)!.Sent);
    }

    [Fact]
    public async Task Digest_is_requested_again_if_its_call_back_did_not_come_for_an_hour()
    {
        await FailAsync(1, 2);
        _rig.Time.Advance(TimeSpan.FromHours(2));
        Assert.Single(_rig.Timer.TakeDue());

        await FailAsync(3);

        Assert.Single(_rig.Timer.Set);
    }

    private async Task FailAsync(params int[] accounts)
    {
        foreach (var account in accounts)
            await _rig.NotifyAsync(account);
    }
}
