using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.DynamoDb;
using ControlTowerLifecycle.Failures;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Contract;

public abstract partial class AwsContract
{
    [Fact]
    public async Task Notification_claim_excludes_other_messages_until_it_expires()
    {
        var table = new NotificationTable(Connect(), Emulator.TableName);
        var now = TimeProvider.System.GetUtcNow();
        var expired = now.AddMinutes(3);

        Assert.True(await table.TryClaimAsync("claimed", "m1", now, now.AddMinutes(2), Token));
        Assert.False(await table.TryClaimAsync("claimed", "m2", now, now.AddMinutes(2), Token));
        Assert.True(await table.TryClaimAsync("claimed", "m1", now, now.AddMinutes(2), Token));
        Assert.True(await table.TryClaimAsync("claimed", "m2", expired, expired.AddMinutes(2), Token));
    }

    [Fact]
    public async Task Sent_notification_cannot_be_claimed_until_it_expires()
    {
        var table = new NotificationTable(Connect(), Emulator.TableName);
        var now = TimeProvider.System.GetUtcNow();
        await table.TryClaimAsync("sent", "m1", now, now.AddMinutes(2), Token);

        await table.RecordSentAsync("sent", now.AddHours(24), Token);

        Assert.False(await table.TryClaimAsync("sent", "m1", now.AddHours(23), now.AddHours(25), Token));
        Assert.True(await table.TryClaimAsync("sent", "m1", now.AddHours(25), now.AddHours(26), Token));
    }

    [Fact]
    public async Task Registration_record_is_read_as_it_was_noted_and_can_be_forgotten()
    {
        var record = new RegistrationTable(Connect(), Emulator.TableName, "protection");
        var account = AccountId.Parse(Emulator.MemberAccountIds[0]);

        var before = await record.HadNoneBeforeAsync(account, Token);
        await record.RecordNoneBeforeAsync(account, Token);
        var noted = await record.HadNoneBeforeAsync(account, Token);
        await record.ForgetAsync(account, Token);
        var forgotten = await record.HadNoneBeforeAsync(account, Token);

        Assert.Equal((false, true, false), (before, noted, forgotten));
    }

    [Fact]
    public async Task Support_case_is_claimed_by_one_attempt_and_recorded_for_good()
    {
        var table = new SupportCaseTable(Connect(), Emulator.TableName);
        var account = AccountId.Parse(Emulator.MemberAccountIds[0]);
        var now = TimeProvider.System.GetUtcNow();
        var later = now.AddMinutes(6);

        Assert.True(await table.TryClaimAsync(account, "a", now, now.AddMinutes(5), Token));
        Assert.False(await table.TryClaimAsync(account, "b", now, now.AddMinutes(5), Token));
        Assert.Null(await table.FindCaseAsync(account, Token));
        Assert.True(await table.TryClaimAsync(account, "b", later, later.AddMinutes(5), Token));

        await table.RecordCaseAsync(account, "case-1", Token);

        Assert.False(await table.TryClaimAsync(account, "b", later.AddYears(1), later.AddYears(2), Token));
        Assert.Equal("case-1", await table.FindCaseAsync(account, Token));
    }

    [Fact]
    public async Task Missing_table_needs_the_operator()
    {
        var refused = await Assert.ThrowsAsync<AwsException>(() =>
            new NotificationTable(Connect(), "none").RecordSentAsync("id", default, Token));

        Assert.Equal(FailureKind.NeedsOperator, refused.Kind);
        Assert.Contains("table", refused.Advice, StringComparison.Ordinal);
    }
}
