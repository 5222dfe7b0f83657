using System.Text;
using ControlTowerLifecycle.Events;
using static ControlTowerLifecycle.Events.LifecycleEvent;

namespace ControlTowerLifecycle.Tests.Events;

public class UnreadableEventTests
{
    private const string Created = "CreateManagedAccount.succeeded.json";
    private const string Baseline = "EnableBaseline.account.succeeded.json";
    private const string Registered = "RegisterOrganizationalUnit.succeeded.json";
    private const string LandingZone = "SetupLandingZone.succeeded.json";
    private const string Closed = "Organizations.CloseAccountResult.succeeded.json";
    private const string Removed = "Organizations.RemoveAccountFromOrganization.json";
    private const string Details = "detail.serviceEventDetails";

    [Fact]
    public void An_empty_message() => Assert.Equal("the message is empty", Why([]));

    [Theory]
    [InlineData("no JSON")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{'source':'aws.controltower'}")]
    [InlineData("\uFEFF{}")]
    public void What_is_no_JSON_is_told_with_its_place(string text) =>
        Assert.StartsWith("the message is not JSON that can be read (line 1, byte ", Why(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("null", "Null")]
    [InlineData("[]", "Array")]
    [InlineData("\"aws.controltower\"", "String")]
    [InlineData("444455556666", "Number")]
    public void What_is_no_object_is_told_by_its_kind(string text, string kind) =>
        Assert.Equal($"the message is a JSON {kind}, not an object", Why(text));

    [Fact]
    public void An_object_without_account_or_source() =>
        Assert.Equal("the message has neither an accountId nor the source of an EventBridge event", Why("{}"));

    [Fact]
    public void Nesting_beyond_all_need() =>
        Assert.Contains("not JSON that can be read", Why(Nested(33)), StringComparison.Ordinal);

    [Fact]
    public void Nesting_within_the_bound_is_read() =>
        Assert.IsType<OrganizationalUnitGoverned>(LifecycleEventDecoder.Decode(Encoding.UTF8.GetBytes(Nested(31))));

    [Fact]
    public void A_message_of_256_KB_is_read() =>
        Assert.IsType<AccountGoverned>(LifecycleEventDecoder.Decode(Padded(256 * 1024)));

    [Fact]
    public void A_message_of_one_MiB_is_read() =>
        Assert.IsType<AccountGoverned>(LifecycleEventDecoder.Decode(Padded(1024 * 1024)));

    [Fact]
    public void A_message_beyond_one_MiB_is_not_parsed() => Assert.Equal(
        "the message has 1048577 bytes; SQS and EventBridge deliver at most 1048576", Why(Padded((1024 * 1024) + 1)));

    [Theory]
    [InlineData(Created, "source", "'source'")]
    [InlineData(Created, "detail", "'detail'")]
    [InlineData(Created, "detail.eventName", "'eventName'")]
    [InlineData(Created, Details, "'serviceEventDetails'")]
    [InlineData(Created, $"{Details}.createManagedAccountStatus", "'serviceEventDetails'")]
    [InlineData(Created, $"{Details}.createManagedAccountStatus.state", "'state'")]
    [InlineData(Created, $"{Details}.createManagedAccountStatus.account", "'account'")]
    [InlineData(Created, $"{Details}.createManagedAccountStatus.account.accountId", "'accountId'")]
    [InlineData(Created, $"{Details}.createManagedAccountStatus.account.accountName", "'accountName'")]
    [InlineData(Baseline, $"{Details}.enableBaselineStatus.enabledBaselineDetails", "'enabledBaselineDetails'")]
    [InlineData(Baseline, $"{Details}.enableBaselineStatus.enabledBaselineDetails.statusSummary", "'statusSummary'")]
    [InlineData(Baseline, $"{Details}.enableBaselineStatus.enabledBaselineDetails.statusSummary.status", "'status'")]
    [InlineData(Baseline, $"{Details}.enableBaselineStatus.enabledBaselineDetails.targetIdentifier", "'targetIdentifier'")]
    [InlineData(Registered, $"{Details}.registerOrganizationalUnitStatus.organizationalUnit", "'organizationalUnit'")]
    [InlineData(
        Registered, $"{Details}.registerOrganizationalUnitStatus.organizationalUnit.organizationalUnitId", "'organizationalUnitId'")]
    [InlineData(LandingZone, $"{Details}.setupLandingZoneStatus.accounts", "'accounts'")]
    [InlineData(Closed, $"{Details}.closeAccountStatus.accountId", "'accountId'")]
    [InlineData(Closed, $"{Details}.closeAccountStatus.state", "'state'")]
    [InlineData(Removed, "detail.requestParameters", "'requestParameters'")]
    [InlineData(Removed, "detail.requestParameters.accountId", "'accountId'")]
    [InlineData("Work.backfill.json", "accountId", "'accountId'")]
    [InlineData("Work.backfill.json", "accountName", "'accountName'")]
    [InlineData("Work.backfill.json", "origin", "'origin'")]
    [InlineData("Work.governed.json", "registrations", "'registrations'")]
    public void A_field_that_decides_and_has_another_type_is_named(string file, string path, string named)
    {
        Assert.Contains(named, Why(Payload.With(file, path, "7")), StringComparison.Ordinal);
        Assert.Contains(named, Why(Payload.With(file, path, "true")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_accounts_with_something_else_in_it() =>
        Assert.Equal("the event has no text 'accountId'", Why(Payload.With(LandingZone, $"{Details}.setupLandingZoneStatus.accounts", "[7]")));

    [Fact]
    public void An_event_without_details() =>
        Assert.Equal("'serviceEventDetails' holds no object", Why(Payload.With(Created, Details, "{}")));

    [Theory]
    [InlineData("12")]
    [InlineData("4444555566667")]
    [InlineData("44445555666a")]
    public void An_account_id_that_is_not_twelve_digits_is_quoted(string id)
    {
        var why = Why(Payload.With(Created, $"{Details}.createManagedAccountStatus.account.accountId", $"\"{id}\""));

        Assert.StartsWith($"'{id}' is not an AWS account id", why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_whose_target_is_neither_account_nor_unit() => Assert.StartsWith(
        "'r-ab12' is not an AWS account id",
        Why(Payload.With(
            Baseline,
            $"{Details}.enableBaselineStatus.enabledBaselineDetails.targetIdentifier",
            "\"arn:aws:organizations::111122223333:root/o-exampleorg1/r-ab12\"")),
        StringComparison.Ordinal);

    [Fact]
    public void An_origin_that_is_unknown() => Assert.Equal(
        "'origin' is none of 'governed', 'backfill' and 'left', nor absent", Why(Payload.With("Work.backfill.json", "origin", "\"vended\"")));

    [Theory]
    [InlineData("""{"source":"\ud800"}""")]
    [InlineData("""{"accountId":"\udc00"}""")]
    public void Half_a_surrogate_in_a_value(string text) => Assert.EndsWith("is not valid Unicode text", Why(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"\ud800\ud800\ud800":1,"source":"aws.events"}""")]
    [InlineData("""{"source":"aws.controltower","detail":{"\ud800\ud800\ud800":1}}""")]
    public void Half_a_surrogate_in_a_name(string text) =>
        Assert.IsType<Unreadable>(LifecycleEventDecoder.Decode(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Bytes_that_are_no_UTF_8()
    {
        byte[] utf8 = [.. "{\"source\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        Assert.Equal("'source' is not valid Unicode text", Why(utf8));
    }

    private static string Nested(int depth) =>
        $$"""{"source":"aws.events","detail":{{new string('[', depth)}}{{new string(']', depth)}}}""";

    private static byte[] Padded(int length)
    {
        var padded = new byte[length];
        Array.Fill(padded, (byte)' ');
        Payload.Bytes(Created).CopyTo(padded, 0);
        return padded;
    }

    private static string Why(string text) => Why(Encoding.UTF8.GetBytes(text));

    private static string Why(byte[] utf8) => Assert.IsType<Unreadable>(LifecycleEventDecoder.Decode(utf8)).Why;
}
