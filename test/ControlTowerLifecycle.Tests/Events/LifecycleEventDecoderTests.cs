using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using static ControlTowerLifecycle.Events.LifecycleEvent;

namespace ControlTowerLifecycle.Tests.Events;

public class LifecycleEventDecoderTests
{
    private const string Unit = "ou-ab12-c3d4e5f6";
    private static readonly AccountId Account = AccountId.Parse("444455556666");

    [Theory]
    [InlineData("CreateManagedAccount.succeeded.json")]
    [InlineData("UpdateManagedAccount.succeeded.json")]
    public void A_managed_account_that_was_created_or_updated_is_vended(string file) =>
        AssertGoverned(file, Origin.Vended, new GovernedAccount(Account, "payments-prod"));

    [Fact]
    public void A_landing_zone_that_was_set_up_names_its_audit_and_log_archive_accounts() => AssertGoverned(
        "SetupLandingZone.succeeded.json",
        Origin.Vended,
        new GovernedAccount(AccountId.Parse("222233334444"), "Audit"),
        new GovernedAccount(AccountId.Parse("333344445555"), "Log archive"));

    [Fact]
    public void A_baseline_on_an_account_governs_it_without_telling_its_name() =>
        AssertGoverned("EnableBaseline.account.succeeded.json", Origin.Vended, new GovernedAccount(Account, null));

    [Theory]
    [InlineData("ResetEnabledBaseline")]
    [InlineData("UpdateEnabledBaseline")]
    public void A_baseline_that_was_reset_or_updated_governs_as_a_new_one_does(string eventName)
    {
        var said = Decode(Payload.With("EnableBaseline.account.succeeded.json", "detail.eventName", $"\"{eventName}\""));

        Assert.Equal([new GovernedAccount(Account, null)], Assert.IsType<AccountGoverned>(said).Accounts);
    }

    [Theory]
    [InlineData("RegisterOrganizationalUnit.succeeded.json", Unit, "RegisterOrganizationalUnit")]
    [InlineData("EnableBaseline.ou.succeeded.json", Unit, "EnableBaseline")]
    [InlineData("UpdateLandingZone.succeeded.json", null, "UpdateLandingZone")]
    [InlineData("Scheduled.json", null, "Scheduled Event")]
    public void An_event_that_names_no_account_governs_a_unit_or_everything(string file, string? unit, string eventName) =>
        Assert.Equal(new OrganizationalUnitGoverned(unit, eventName), Decode(file));

    [Theory]
    [InlineData("DeregisterOrganizationalUnit.succeeded.json", "DeregisterOrganizationalUnit")]
    [InlineData("DisableBaseline.ou.succeeded.json", "DisableBaseline")]
    public void A_unit_can_leave(string file, string eventName) =>
        Assert.Equal(new AccountLeft(null, Unit, eventName), Decode(file));

    [Theory]
    [InlineData("DisableBaseline.account.succeeded.json", "DisableBaseline")]
    [InlineData("Organizations.CloseAccountResult.succeeded.json", "CloseAccountResult")]
    [InlineData("Organizations.RemoveAccountFromOrganization.json", "RemoveAccountFromOrganization")]
    [InlineData("Organizations.AccountDepartedOrganization.json", "AccountDepartedOrganization")]
    public void An_account_can_leave(string file, string eventName) =>
        Assert.Equal(new AccountLeft(Account, null, eventName), Decode(file));

    [Theory]
    [InlineData("CreateManagedAccount.failed.json", "CreateManagedAccount FAILED: there is nothing to protect yet")]
    [InlineData("ResetEnabledBaseline.account.failed.json", "ResetEnabledBaseline FAILED: there is nothing to protect yet")]
    [InlineData("EnableGuardrail.succeeded.json", "an event of Control Tower that concerns no account")]
    [InlineData("Organizations.CloseAccountResult.failed.json", "CloseAccountResult has not succeeded")]
    [InlineData("Organizations.MoveAccount.json", "an event of Organizations that ends no account's membership")]
    public void What_asks_for_nothing_is_not_ours(string file, string why) =>
        Assert.Equal(new NotOurs(why), Decode(file));

    [Fact]
    public void A_removal_that_AWS_refused_removed_nothing() =>
        Assert.IsType<NotOurs>(Decode("Organizations.RemoveAccountFromOrganization.refused.json"));

    [Theory]
    [InlineData("aws.ec2")]
    [InlineData("")]
    public void An_event_of_another_source_is_not_ours(string source) => Assert.Equal(
        new NotOurs($"an event of {source}"),
        Decode(Payload.With("CreateManagedAccount.succeeded.json", "source", $"\"{source}\"")));

    [Fact]
    public void A_state_that_is_neither_success_nor_failure_is_waited_out() => Assert.Equal(
        new NotOurs("CreateManagedAccount has not succeeded"),
        Decode(Payload.With(
            "CreateManagedAccount.succeeded.json", "detail.serviceEventDetails.createManagedAccountStatus.state", "\"IN_PROGRESS\"")));

    [Fact]
    public void The_object_is_found_whatever_its_name() =>
        Assert.IsType<AccountGoverned>(
            Decode(Payload.With("UpdateManagedAccount.succeeded.json", "detail.eventName", "\"CreateManagedAccount\"")));

    [Theory]
    [InlineData("CreateManagedAccount.succeeded.json", "time")]
    [InlineData("CreateManagedAccount.succeeded.json", "detail.eventTime")]
    [InlineData("CreateManagedAccount.succeeded.json", "detail.serviceEventDetails.createManagedAccountStatus.completedTimestamp")]
    [InlineData("CreateManagedAccount.succeeded.json", "detail.serviceEventDetails.createManagedAccountStatus.organizationalUnit")]
    public void What_does_not_decide_is_not_read(string file, string path) =>
        AssertSame(Decode(file), Decode(Payload.Without(file, path)));

    [Fact]
    public void A_person_names_an_account_by_its_id_alone() =>
        AssertGoverned("Work.direct.json", Origin.Direct, new GovernedAccount(Account, null));

    [Fact]
    public void A_message_of_the_backfill_carries_the_name() =>
        AssertGoverned("Work.backfill.json", Origin.Backfill, new GovernedAccount(Account, "payments-prod"));

    private static void AssertGoverned(string file, Origin origin, params GovernedAccount[] accounts)
    {
        var governed = Assert.IsType<AccountGoverned>(Decode(file));
        Assert.Equal(accounts, governed.Accounts);
        Assert.Equal(origin, governed.Origin);
    }

    private static void AssertSame(LifecycleEvent expected, LifecycleEvent actual)
    {
        var (one, other) = (Assert.IsType<AccountGoverned>(expected), Assert.IsType<AccountGoverned>(actual));
        Assert.Equal(one.Accounts, other.Accounts);
        Assert.Equal(one.Origin, other.Origin);
    }

    private static LifecycleEvent Decode(string file) => Decode(Payload.Bytes(file));

    private static LifecycleEvent Decode(byte[] utf8) => LifecycleEventDecoder.Decode(utf8);
}
