using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Tests.Accounts;

public class SkipReasonTests
{
    [Theory]
    [InlineData(AccountState.Active, null)]
    [InlineData(AccountState.PendingActivation, "pending-activation")]
    [InlineData(AccountState.Suspended, "suspended")]
    [InlineData(AccountState.PendingClosure, "pending-closure")]
    [InlineData(AccountState.Closed, "closed")]
    [InlineData(AccountState.Unknown, "unknown-state")]
    [InlineData((AccountState)99, "unknown-state")]
    public void Only_an_active_account_is_not_skipped(AccountState state, string? code) =>
        Assert.Equal(code, SkipReason.ForState(state)?.Code);

    [Fact]
    public void Every_reason_has_a_unique_code()
    {
        SkipReason?[] reasons =
        [
            SkipReason.ExcludedAccount,
            SkipReason.NoExecutionRole,
            SkipReason.NotInOrganization,
            SkipReason.NotIncluded,
            SkipReason.ExcludedOrganizationalUnit("ou-ab12-00000001"),
            .. Enum.GetValues<AccountState>().Where(state => state != AccountState.Active).Select(SkipReason.ForState),
        ];

        Assert.Distinct(reasons.Select(reason => reason!.Code), StringComparer.Ordinal);
    }

    [Fact]
    public void Reason_prints_as_its_sentence() =>
        Assert.Equal("excluded by EXCLUDE_ACCOUNTS", SkipReason.ExcludedAccount.ToString());

    [Fact]
    public void Reason_names_the_excluded_unit() =>
        Assert.Contains("ou-ab12-00000001", SkipReason.ExcludedOrganizationalUnit("ou-ab12-00000001").Sentence, StringComparison.Ordinal);
}
