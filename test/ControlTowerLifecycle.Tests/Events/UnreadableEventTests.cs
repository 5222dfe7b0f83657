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
    public void Empty_message_is_unreadable() => Assert.Equal("the message is empty", Why([]));

    [Theory]
    [InlineData("no JSON")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{'source':'aws.controltower'}")]
    [InlineData("\uFEFF{}")]
    public void Invalid_JSON_is_reported_with_its_position(string text) =>
        Assert.StartsWith("the message cannot be parsed as JSON (line 1, byte ", Why(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("null", "Null")]
    [InlineData("[]", "Array")]
    [InlineData("\"aws.controltower\"", "String")]
    [InlineData("444455556666", "Number")]
    public void Other_JSON_value_is_reported_with_its_kind(string text, string kind) =>
        Assert.Equal($"the message is a JSON {kind}, not an object", Why(text));

    [Fact]
    public void Object_without_account_or_source_is_unreadable() =>
        Assert.Equal("the message has no 'accountId', and no 'source' as EventBridge events have", Why("{}"));

    [Fact]
    public void Nesting_above_the_limit_is_unreadable() =>
        Assert.Contains("cannot be parsed as JSON", Why(Nested(33)), StringComparison.Ordinal);

    [Fact]
    public void Nesting_within_the_limit_is_read() =>
        Assert.IsType<OrganizationalUnitGoverned>(LifecycleEventDecoder.Decode(Encoding.UTF8.GetBytes(Nested(31))));

    [Fact]
    public void Message_of_256_KB_is_read() =>
        Assert.IsType<AccountGoverned>(LifecycleEventDecoder.Decode(Padded(256 * 1024)));

    [Fact]
    public void Message_of_one_MiB_is_read() =>
        Assert.IsType<AccountGoverned>(LifecycleEventDecoder.Decode(Padded(1024 * 1024)));

    [Fact]
    public void Message_above_one_MiB_is_not_parsed() => Assert.Equal(
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
    public void Used_field_of_another_type_is_named(string file, string path, string named)
    {
        Assert.Contains(named, Why(Payload.With(file, path, "7")), StringComparison.Ordinal);
        Assert.Contains(named, Why(Payload.With(file, path, "true")), StringComparison.Ordinal);
    }

    [Fact]
    public void List_item_that_is_no_account_is_unreadable() =>
        Assert.Equal(
            "the event has no text 'accountId'",
            Why(Payload.With(LandingZone, $"{Details}.setupLandingZoneStatus.accounts", "[7]")));

    [Fact]
    public void Event_without_details_is_unreadable() =>
        Assert.Equal("'serviceEventDetails' contains no object", Why(Payload.With(Created, Details, "{}")));

    [Theory]
    [InlineData("12")]
    [InlineData("4444555566667")]
    [InlineData("44445555666a")]
    public void Account_id_without_twelve_digits_is_quoted(string id)
    {
        var why = Why(Payload.With(Created, $"{Details}.createManagedAccountStatus.account.accountId", $"\"{id}\""));

        Assert.StartsWith($"'{id}' is not an AWS account ID", why, StringComparison.Ordinal);
    }

    [Fact]
    public void Baseline_target_that_is_neither_account_nor_unit_is_unreadable() => Assert.StartsWith(
        "'r-ab12' is not an AWS account ID",
        Why(Payload.With(
            Baseline,
            $"{Details}.enableBaselineStatus.enabledBaselineDetails.targetIdentifier",
            "\"arn:aws:organizations::111122223333:root/o-exampleorg1/r-ab12\"")),
        StringComparison.Ordinal);

    [Fact]
    public void Unknown_origin_is_unreadable() => Assert.Equal(
        "'origin' must be 'governed', 'backfill' or 'left', or be left out",
        Why(Payload.With("Work.backfill.json", "origin", "\"vended\"")));

    [Theory]
    [InlineData("""{"source":"\ud800"}""")]
    [InlineData("""{"accountId":"\udc00"}""")]
    public void Unpaired_surrogate_in_a_value_is_unreadable(string text) =>
        Assert.EndsWith("is not valid Unicode text", Why(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"\ud800\ud800\ud800":1,"source":"aws.events"}""")]
    [InlineData("""{"source":"aws.controltower","detail":{"\ud800\ud800\ud800":1}}""")]
    public void Unpaired_surrogate_in_a_name_is_unreadable(string text) =>
        Assert.IsType<Unreadable>(LifecycleEventDecoder.Decode(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Invalid_UTF_8_is_unreadable()
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
