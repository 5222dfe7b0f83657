using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Tests.Functions;

namespace ControlTowerLifecycle.Tests.Notifications;

public sealed class CauseNotifierTests
{
    private readonly CauseRig _rig = new();

    [Fact]
    public async Task First_account_is_notified_at_once_and_500_accounts_by_three_notifications_at_most()
    {
        for (var account = 1; account <= 500; account++)
            await _rig.NotifyAsync(account);
        Assert.Equal("1", _rig.Topic.Counts);

        await _rig.AdvanceAsync(TimeSpan.FromMinutes(15));

        Assert.Equal("1, 499", _rig.Topic.Counts);
        Assert.Equal([false, true], _rig.Topic.Sent.Select(notification => notification.IsDigest));
        await _rig.AdvanceAsync(CauseRecord.Day);
        Assert.Equal("1, 499", _rig.Topic.Counts);
        Assert.Empty(_rig.Timer.Set);
    }

    [Fact]
    public async Task Accounts_after_the_digest_are_in_one_more_digest_and_then_wait_until_the_next_day()
    {
        await FailAsync(1, 2);
        await _rig.AdvanceAsync(TimeSpan.FromMinutes(15));

        await FailAsync(3, 4);
        await _rig.AdvanceAsync(CauseRecord.BetweenDigests);
        Assert.Equal("1, 1, 2", _rig.Topic.Counts);

        await FailAsync(5, 6, 7);
        await _rig.AdvanceAsync(TimeSpan.FromHours(19));
        Assert.Equal("1, 1, 2", _rig.Topic.Counts);

        await _rig.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal("1, 1, 2, 3", _rig.Topic.Counts);
    }

    [Fact]
    public async Task Accounts_that_fail_all_day_are_notified_three_times_in_any_day_and_none_is_lost()
    {
        for (var account = 1; account <= 300; account++)
        {
            await _rig.NotifyAsync(account);
            await _rig.AdvanceAsync(TimeSpan.FromMinutes(10));
        }

        await _rig.AdvanceAsync(TimeSpan.FromDays(2));

        var sent = _rig.Topic.Sent;
        Assert.Equal(300, sent.SelectMany(notification => notification.Affected).Distinct().Count());
        Assert.Equal(300, sent.Sum(notification => notification.Affected.Count));
        Assert.All(sent, one => Assert.InRange(
            sent.Count(other => other.SentAt >= one.SentAt && other.SentAt < one.SentAt + CauseRecord.Day),
            1,
            CauseRecord.MostInADay));
    }

    [Fact]
    public async Task Cause_is_notified_at_once_again_a_day_after_its_last_notification()
    {
        await _rig.NotifyAsync(1);
        await _rig.AdvanceAsync(CauseRecord.Day);

        await _rig.NotifyAsync(2);

        Assert.Equal("1, 1", _rig.Topic.Counts);
    }

    [Fact]
    public async Task Other_cause_is_notified_at_once()
    {
        await _rig.NotifyAsync(1);
        await _rig.NotifyAsync(1, "put-role-policy");

        Assert.Equal("1, 1", _rig.Topic.Counts);
    }

    [Fact]
    public async Task Redelivered_messages_are_counted_once()
    {
        await FailAsync(1, 2, 2, 1, 3);
        await _rig.AdvanceAsync(TimeSpan.FromMinutes(15));
        await FailAsync(1, 2, 3);
        await _rig.AdvanceAsync(TimeSpan.FromHours(23));

        Assert.Equal("1, 2", _rig.Topic.Counts);
    }

    [Fact]
    public async Task Account_that_was_listed_is_notified_again_after_a_day()
    {
        await FailAsync(1, 2);
        await _rig.AdvanceAsync(TimeSpan.FromHours(30));

        await FailAsync(2, 1);
        await _rig.AdvanceAsync(TimeSpan.FromMinutes(15));

        Assert.Equal("1, 1, 1, 1", _rig.Topic.Counts);
    }

    [Fact]
    public async Task Unreadable_messages_share_one_cause_and_the_digest_has_the_reason_of_each()
    {
        await _rig.NotifyAsync(FailureNotice.Unreadable("m1", "it is empty"));
        await _rig.NotifyAsync(FailureNotice.Unreadable("m2", "it is no JSON"));
        await _rig.AdvanceAsync(TimeSpan.FromMinutes(15));

        Assert.Equal("1, 1", _rig.Topic.Counts);
        Assert.Equal(new Affected("m2", "the message cannot be read: it is no JSON"), Assert.Single(_rig.Topic.Sent[1].Affected));
    }

    [Fact]
    public async Task Notification_that_was_not_sent_is_sent_by_the_redelivered_message()
    {
        _rig.Topic.Failure = Failure.Passing("SNS responded with 503");
        await Assert.ThrowsAsync<Failure>(() => _rig.NotifyAsync(1));
        _rig.Topic.Failure = null;

        await _rig.NotifyAsync(1);
        await _rig.NotifyAsync(2);
        await _rig.AdvanceAsync(TimeSpan.FromMinutes(15));

        Assert.Equal("1, 1", _rig.Topic.Counts);
    }

    [Fact]
    public async Task Lost_responses_of_the_topic_use_up_the_notifications_of_the_day_and_the_account_waits_for_a_digest()
    {
        _rig.Topic.Failure = Failure.Passing("SNS responded with 503");
        for (var receive = 0; receive < CauseRecord.MostInADay; receive++)
            await Assert.ThrowsAsync<Failure>(() => _rig.NotifyAsync(1));
        _rig.Topic.Failure = null;

        await _rig.NotifyAsync(1);
        await _rig.AdvanceAsync(TimeSpan.FromHours(23));
        Assert.Empty(_rig.Topic.Sent);

        await _rig.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal("1", _rig.Topic.Counts);
    }

    [Fact]
    public async Task Refusals_of_the_topic_use_up_no_notification()
    {
        _rig.Topic.Failure = Failure.Refused("SNS throttles");
        for (var receive = 0; receive < 10; receive++)
            await Assert.ThrowsAsync<Failure>(() => _rig.NotifyAsync(1));
        _rig.Topic.Failure = null;

        await _rig.NotifyAsync(2);

        Assert.Equal("1", _rig.Topic.Counts);
    }

    [Fact]
    public async Task Retryable_failure_of_the_record_fails_the_notification()
    {
        _rig.Records.Failure = Failure.Passing("DynamoDB responded with 503");

        await Assert.ThrowsAsync<Failure>(() => _rig.NotifyAsync(1));

        Assert.Empty(_rig.Topic.Sent);
    }

    [Fact]
    public async Task Message_is_not_completed_before_its_digest_is_requested()
    {
        await _rig.NotifyAsync(1);
        _rig.Timer.Failure = Failure.Passing("SQS responded with 503");
        await Assert.ThrowsAsync<Failure>(() => _rig.NotifyAsync(2));
        _rig.Timer.Failure = null;

        await _rig.NotifyAsync(2);
        await _rig.AdvanceAsync(TimeSpan.FromMinutes(15));

        Assert.Equal("1, 1", _rig.Topic.Counts);
    }

    [Theory]
    [InlineData("table")]
    [InlineData("item")]
    [InlineData("queue")]
    public async Task Failure_of_the_record_that_needs_an_operator_does_not_stop_the_notification(string missing)
    {
        await _rig.NotifyAsync(1);
        var failure = Failure.Lasting("it is missing", "Deploy the stack again.");
        _rig.Records.Failure = missing == "table" ? failure : null;
        _rig.Records.GatherFailure = missing == "item" ? failure : null;
        _rig.Timer.Failure = missing == "queue" ? failure : null;

        await _rig.NotifyAsync(2);

        Assert.Equal("1, 1", _rig.Topic.Counts);
        Assert.Equal(
            ["notification record not read; a notification may repeat: it is missing Deploy the stack again."], _rig.Lines);
    }

    [Fact]
    public async Task Failure_to_record_a_sent_notification_is_only_logged()
    {
        _rig.Records.RecordFailure = Failure.Passing("DynamoDB responded with 503");

        await _rig.NotifyAsync(1);

        Assert.Equal("1", _rig.Topic.Counts);
        Assert.Equal(["notification sent but not recorded; it may repeat: DynamoDB responded with 503 "], _rig.Lines);
    }

    private async Task FailAsync(params int[] accounts)
    {
        foreach (var account in accounts)
            await _rig.NotifyAsync(account);
    }
}
