using System.Text.Json.Nodes;
using ControlTowerLifecycle.Functions.Lifecycle;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>An account that is retried for long is notified before its message becomes a dead letter.</summary>
public sealed class LifecycleFunctionRetryNoticeTests : LifecycleFunctionFixture
{
    [Theory]
    [InlineData(29, 0)]
    [InlineData(30, 1)]
    [InlineData(90, 1)]
    public async Task Account_is_notified_when_it_was_retried_for_thirty_minutes(int minutes, int notices)
    {
        LandingZone.With(Payments, Failure.Passing("Vendor responded with 503"));

        Assert.Equal(["m0"], await ReturnedAsync(TimeSpan.FromMinutes(minutes), receives: 6));

        Assert.Equal(notices, Notifications.Notices.Count);
        Assert.Empty(DeadLetters.Kept);
    }

    [Fact]
    public async Task Notice_says_how_long_the_account_is_still_retried_and_is_no_call_for_action()
    {
        LandingZone.With(Payments, Failure.Passing("Vendor responded with 503"));

        await ReturnedAsync(FailedMessages.NotifiedAfter, receives: 12);

        var notice = Assert.Single(Notifications.Notices);
        Assert.Equal(TimeSpan.FromMinutes(90), notice.RetriedFor);
        Assert.DoesNotContain("action required", Output.Messages);
    }

    [Fact]
    public async Task Dead_letter_of_a_retried_account_is_another_cause()
    {
        LandingZone.With(Payments, Failure.Passing("Vendor responded with 503"));

        await ReturnedAsync(FailedMessages.NotifiedAfter, receives: 6);
        await ReturnedAsync(TimeSpan.FromHours(3), MaximumReceives);

        Assert.Equal(2, Notifications.Notices.DistinctBy(notice => notice.CauseKey).Count());
        Assert.Equal([true, false], Notifications.Notices.Select(notice => notice.IsRetried));
    }

    [Fact]
    public async Task Failed_notice_changes_nothing_for_the_message()
    {
        LandingZone.With(Payments, Failure.Passing("Vendor responded with 503"));
        Notifications.Failure = Failure.Passing("SNS responded with 503");

        Assert.Equal(["m0"], await ReturnedAsync(FailedMessages.NotifiedAfter, receives: 6));

        Assert.Single(Received.Returned);
    }

    [Fact]
    public async Task Rejected_account_has_one_notification_only()
    {
        LandingZone.With(Payments, Failure.Lasting("The key has expired"));

        await ReturnedAsync(FailedMessages.NotifiedAfter, receives: 6);

        Assert.False(Assert.Single(Notifications.Notices).IsRetried);
    }

    private async Task<IReadOnlyList<string>> ReturnedAsync(TimeSpan age, int receives)
    {
        var record = Batch.Record("m0", JsonValue.Create(Batch.Direct(Payments)));
        record["receiptHandle"] = "r0";
        record["attributes"]!["ApproximateReceiveCount"] = $"{receives}";
        record["attributes"]!["ApproximateFirstReceiveTimestamp"] = $"{(At.Start - age).ToUnixTimeMilliseconds()}";
        return Batch.HandedBack(await InvokeAsync(Batch.WithRecords(record)));
    }
}
