using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Cli.Status;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Cli;

public sealed class AccountRowsTests
{
    private static readonly string Id = Sample.Id.Value;

    [Fact]
    public void Protected_account_needs_nothing()
    {
        var row = Row(new AccountVerdict(Sample.Account, ProtectionStatus.Protected), new FailedRun(true, "an old failure"));

        Assert.Equal((AccountStates.Protected, null, null), (row.State, row.Reason, row.NextCommand));
    }

    [Fact]
    public void Missing_account_is_onboarded()
    {
        var row = Row(new AccountVerdict(Sample.Account, ProtectionStatus.Missing));

        Assert.Equal(
            (AccountStates.Missing, "the vendor has no registration of it", $"ctlifecycle onboard {Id}"),
            (row.State, row.Reason, row.NextCommand));
    }

    [Fact]
    public void Account_whose_run_is_repeated_is_retrying_with_the_cause()
    {
        var row = Row(new AccountVerdict(Sample.Account, ProtectionStatus.Missing), new FailedRun(true, "the vendor is down"));

        Assert.Equal(AccountStates.Retrying, row.State);
        Assert.Contains("the vendor is down", row.Reason, StringComparison.Ordinal);
        Assert.Equal($"ctlifecycle account {Id}", row.NextCommand);
    }

    [Fact]
    public void Account_with_a_dead_letter_is_not_retrying_and_its_letter_is_redriven()
    {
        var rows = new AccountRows(
            Failures(new FailedRun(true, "the vendor was down")), new HashSet<string>(StringComparer.Ordinal) { Id });

        var row = rows.Of(new AccountVerdict(Sample.Account, ProtectionStatus.Missing));

        Assert.Equal((AccountStates.Missing, $"ctlifecycle letters redrive {Id}"), (row.State, row.NextCommand));
    }

    [Fact]
    public void Account_that_cannot_be_entered_while_governance_is_unknown_is_not_called_skipped()
    {
        var row = Row(AccountVerdict.Skip(Sample.Account, SkipReason.NoExecutionRole));

        Assert.Equal(AccountStates.NotChecked, row.State);
    }

    [Fact]
    public void Skipped_account_has_the_reason_of_the_decision()
    {
        var row = Row(AccountVerdict.Skip(Sample.Account, SkipReason.ExcludedAccount));

        Assert.Equal((AccountStates.Skipped, "excluded by EXCLUDE_ACCOUNTS", null), (row.State, row.Reason, row.NextCommand));
    }

    private static ReportedAccount Row(AccountVerdict verdict, FailedRun? failed = null) =>
        new AccountRows(Failures(failed), new HashSet<string>(StringComparer.Ordinal)).Of(verdict);

    private static Dictionary<string, FailedRun> Failures(FailedRun? failed) =>
        failed is null ? new(StringComparer.Ordinal) : new(StringComparer.Ordinal) { [Id] = failed };
}
