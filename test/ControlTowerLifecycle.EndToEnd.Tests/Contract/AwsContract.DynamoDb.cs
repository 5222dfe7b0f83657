using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.DynamoDb;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Contract;

public abstract partial class AwsContract
{
    [Fact]
    public async Task Record_of_a_cause_is_written_only_if_nothing_wrote_it_since()
    {
        var table = new NotificationTable(Connect(), Emulator.TableName);
        var cause = CauseId.Of("written");
        var expires = TimeProvider.System.GetUtcNow().AddDays(1);

        Assert.Null(await table.FindAsync(cause, Token));
        Assert.True(await table.TryWriteAsync(cause, Cause, expires, Token));
        Assert.False(await table.TryWriteAsync(cause, Cause, expires, Token));
        var read = await table.FindAsync(cause, Token);
        Assert.True(await table.TryWriteAsync(cause, read! with { Claimant = "m1" }, expires, Token));
        Assert.False(await table.TryWriteAsync(cause, read, expires, Token));

        Assert.Equal("m1", (await table.FindAsync(cause, Token))!.Claimant);
    }

    [Fact]
    public async Task Gathered_account_is_read_until_it_is_listed_and_not_added_again_on_that_day()
    {
        var table = new NotificationTable(Connect(), Emulator.TableName);
        var (cause, now) = (CauseId.Of("gathered"), TimeProvider.System.GetUtcNow());
        Affected[] accounts = [.. Enumerable.Range(1, 40).Select(number => new Affected($"{100_000_000_000 + number}", $"account {number}"))];
        var expires = now.AddDays(15);

        foreach (var account in accounts.Append(accounts[0]))
            Assert.True(await table.GatherAsync(cause, account, now, expires, Token));
        Assert.Equal(accounts, await table.GatheredAsync(cause, now, Token));

        await table.RecordListedAsync(cause, accounts[..39], now, now.AddDays(1), Token);
        Assert.Equal(accounts[39..], await table.GatheredAsync(cause, now, Token));
        Assert.False(await table.GatherAsync(cause, accounts[0], now, expires, Token));

        await table.RecordListedAsync(cause, accounts[39..], now, now.AddDays(1), Token);
        Assert.Empty(await table.GatheredAsync(cause, now, Token));
        Assert.True(await table.GatherAsync(cause, accounts[0], now.AddDays(2), expires, Token));
        Assert.Equal(accounts[..1], await table.GatheredAsync(cause, now.AddDays(2), Token));
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
            new NotificationTable(Connect(), "none").FindAsync(CauseId.Of("none"), Token));

        Assert.Equal(FailureKind.NeedsOperator, refused.Kind);
        Assert.Contains("table", refused.Advice, StringComparison.Ordinal);
    }

    private static CauseRecord Cause { get; } = new(new FailureSummary("key", "it failed", "rejected", "observe", "it failed"));
}
