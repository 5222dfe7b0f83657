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
    public void Created_or_updated_managed_account_is_vended(string file) =>
        AssertGoverned(file, Origin.Vended, new GovernedAccount(Account, "payments-prod") { OrganizationalUnitId = Unit });

    [Theory]
    [InlineData("null")]
    [InlineData("\"root\"")]
    [InlineData("{}")]
    [InlineData("{\"organizationalUnitId\":7}")]
    [InlineData("{\"organizationalUnitId\":\"ou-1\"}")]
    public void Unit_that_cannot_be_read_is_left_out(string unit)
    {
        const string path = "detail.serviceEventDetails.createManagedAccountStatus.organizationalUnit";
        var decoded = Decode(Payload.With("CreateManagedAccount.succeeded.json", path, unit));

        Assert.Equal([new GovernedAccount(Account, "payments-prod")], Assert.IsType<AccountGoverned>(decoded).Accounts);
        AssertSame(decoded, Decode(Payload.Without("CreateManagedAccount.succeeded.json", path)));
    }

    [Fact]
    public void Landing_zone_setup_names_the_audit_and_log_archive_accounts() => AssertGoverned(
        "SetupLandingZone.succeeded.json",
        Origin.Vended,
        new GovernedAccount(AccountId.Parse("222233334444"), "Audit"),
        new GovernedAccount(AccountId.Parse("333344445555"), "Log archive"));

    [Fact]
    public void Baseline_of_an_account_governs_it_without_a_name() =>
        AssertGoverned("EnableBaseline.account.succeeded.json", Origin.Vended, new GovernedAccount(Account, null));

    /// <summary>A walk counts such an account as not governed, so an event must not onboard or offboard it.</summary>
    [Theory]
    [InlineData("EnableBaseline.account.succeeded.json", "enableBaselineStatus")]
    [InlineData("DisableBaseline.account.succeeded.json", "disableBaselineStatus")]
    public void Another_baseline_of_an_account_says_nothing_about_it(string payload, string member)
    {
        var decoded = Decode(Payload.With(
            payload,
            $"detail.serviceEventDetails.{member}.enabledBaselineDetails.baselineIdentifier",
            "\"arn:aws:controltower:eu-west-1::baseline/4T4HA1KMO10S6311\""));

        Assert.Contains("another baseline", Assert.IsType<NotOurs>(decoded).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Landing_zone_whose_accounts_are_null_is_not_an_error() => Assert.Contains(
        "names no account",
        Assert.IsType<NotOurs>(Decode(Payload.With(
            "SetupLandingZone.succeeded.json", "detail.serviceEventDetails.setupLandingZoneStatus.accounts", "null"))).Why,
        StringComparison.Ordinal);

    [Fact]
    public void Landing_zone_without_accounts_is_not_an_error() => Assert.Contains(
        "names no account",
        Assert.IsType<NotOurs>(Decode(Payload.Without(
            "SetupLandingZone.succeeded.json", "detail.serviceEventDetails.setupLandingZoneStatus.accounts"))).Why,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("ResetEnabledBaseline")]
    [InlineData("UpdateEnabledBaseline")]
    public void Reset_or_updated_baseline_governs_like_a_new_one(string eventName)
    {
        var decoded = Decode(Payload.With("EnableBaseline.account.succeeded.json", "detail.eventName", $"\"{eventName}\""));

        Assert.Equal([new GovernedAccount(Account, null)], Assert.IsType<AccountGoverned>(decoded).Accounts);
    }

    [Theory]
    [InlineData("RegisterOrganizationalUnit.succeeded.json", Unit, "RegisterOrganizationalUnit")]
    [InlineData("EnableBaseline.ou.succeeded.json", Unit, "EnableBaseline")]
    [InlineData("UpdateLandingZone.succeeded.json", null, "UpdateLandingZone")]
    [InlineData("Scheduled.json", null, "Scheduled Event")]
    public void Event_without_an_account_governs_a_unit_or_everything(string file, string? unit, string eventName) =>
        Assert.Equal(new OrganizationalUnitGoverned(unit, eventName), Decode(file));

    [Theory]
    [InlineData("DeregisterOrganizationalUnit.succeeded.json", "DeregisterOrganizationalUnit")]
    [InlineData("DisableBaseline.ou.succeeded.json", "DisableBaseline")]
    public void Unit_event_can_report_that_the_unit_left(string file, string eventName) =>
        Assert.Equal(new AccountLeft(null, Unit, eventName), Decode(file));

    [Theory]
    [InlineData("DisableBaseline.account.succeeded.json", "DisableBaseline")]
    [InlineData("Organizations.CloseAccountResult.succeeded.json", "CloseAccountResult")]
    [InlineData("Organizations.RemoveAccountFromOrganization.json", "RemoveAccountFromOrganization")]
    [InlineData("Organizations.AccountDepartedOrganization.json", "AccountDepartedOrganization")]
    public void Account_event_can_report_that_the_account_left(string file, string eventName) =>
        Assert.Equal(new AccountLeft(Account, null, eventName), Decode(file));

    [Theory]
    [InlineData("CreateManagedAccount.failed.json", "CreateManagedAccount FAILED: there is no account to protect yet")]
    [InlineData("ResetEnabledBaseline.account.failed.json", "ResetEnabledBaseline FAILED: there is no account to protect yet")]
    [InlineData("EnableGuardrail.succeeded.json", "a Control Tower event that concerns no account")]
    [InlineData("Organizations.CloseAccountResult.failed.json", "CloseAccountResult has not succeeded")]
    [InlineData("Organizations.MoveAccount.json", "an AWS Organizations event after which no account leaves")]
    public void Event_without_an_action_is_not_ours(string file, string why) =>
        Assert.Equal(new NotOurs(why), Decode(file));

    [Fact]
    public void Refused_removal_is_not_ours() =>
        Assert.IsType<NotOurs>(Decode("Organizations.RemoveAccountFromOrganization.refused.json"));

    [Theory]
    [InlineData("aws.ec2")]
    [InlineData("")]
    public void Event_of_another_source_is_not_ours(string source) => Assert.Equal(
        new NotOurs($"an event of {source}"),
        Decode(Payload.With("CreateManagedAccount.succeeded.json", "source", $"\"{source}\"")));

    [Fact]
    public void Event_in_progress_is_not_ours() => Assert.Equal(
        new NotOurs("CreateManagedAccount has not succeeded"),
        Decode(Payload.With(
            "CreateManagedAccount.succeeded.json", "detail.serviceEventDetails.createManagedAccountStatus.state", "\"IN_PROGRESS\"")));

    [Fact]
    public void Status_object_is_found_under_any_name() =>
        Assert.IsType<AccountGoverned>(
            Decode(Payload.With("UpdateManagedAccount.succeeded.json", "detail.eventName", "\"CreateManagedAccount\"")));

    [Theory]
    [InlineData("CreateManagedAccount.succeeded.json", "time")]
    [InlineData("CreateManagedAccount.succeeded.json", "detail.eventTime")]
    [InlineData("CreateManagedAccount.succeeded.json", "detail.serviceEventDetails.createManagedAccountStatus.completedTimestamp")]
    public void Unused_fields_are_not_read(string file, string path) =>
        AssertSame(Decode(file), Decode(Payload.Without(file, path)));

    [Fact]
    public void Operator_message_needs_only_an_account_id() =>
        AssertGoverned("Work.direct.json", Origin.Direct, new GovernedAccount(Account, null));

    [Fact]
    public void Backfill_message_carries_the_account_name() =>
        AssertGoverned("Work.backfill.json", Origin.Backfill, new GovernedAccount(Account, "payments-prod"));

    private static void AssertGoverned(string file, Origin origin, params GovernedAccount[] accounts)
    {
        var governed = Assert.IsType<AccountGoverned>(Decode(file));
        Assert.Equal(accounts, governed.Accounts);
        Assert.Equal(origin, governed.Origin);
    }

    private static void AssertSame(LifecycleEvent expected, LifecycleEvent actual)
    {
        var (left, right) = (Assert.IsType<AccountGoverned>(expected), Assert.IsType<AccountGoverned>(actual));
        Assert.Equal(left.Accounts, right.Accounts);
        Assert.Equal(left.Origin, right.Origin);
    }

    private static LifecycleEvent Decode(string file) => Decode(Payload.Bytes(file));

    private static LifecycleEvent Decode(byte[] utf8) => LifecycleEventDecoder.Decode(utf8);
}
