using System.Text;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Events;

public class WorkMessageTests
{
    private static readonly KnownRegistration Known = new("workload-security", "7", Sample.RoleArn);

    [Fact]
    public void Walk_message_has_its_documented_form() => Assert.Equal(
        """{"accountId":"444455556666","accountName":"payments-prod","origin":"backfill"}""",
        WorkMessage.For(Sample.Account, isGoverned: false, []));

    [Fact]
    public void Walk_message_with_a_known_registration_has_its_documented_form() => Assert.Equal(
        JsonNode.Parse(Payload.Text("Work.governed.json"))!.ToJsonString(),
        WorkMessage.For(Sample.Account, isGoverned: true, [Known]));

    [Fact]
    public void Message_of_an_account_that_left_is_decoded_as_left()
    {
        var message = WorkMessage.ForLeft(Sample.Id, Sample.Account.Name);

        var left = Assert.IsType<LifecycleEvent.AccountLeft>(LifecycleEventDecoder.Decode(Encoding.UTF8.GetBytes(message)));
        Assert.Equal((Sample.Id, null), (left.Id, left.OrganizationalUnitId));
    }

    [Fact]
    public void Message_of_a_digest_is_decoded_as_written()
    {
        var cause = CauseId.Of("a cause");

        Assert.Equal(
            new LifecycleEvent.DigestDue(cause), LifecycleEventDecoder.Decode(Encoding.UTF8.GetBytes(WorkMessage.ForDigest(cause))));
    }

    [Theory]
    [InlineData("""{"digest":null}""")]
    [InlineData("""{"digest":1}""")]
    [InlineData("""{"digest":""}""")]
    [InlineData("""{"digest":"cause/0123456789abcdef0123456789abcdef"}""")]
    [InlineData("""{"digest":"0123456789ABCDEF0123456789ABCDEF"}""")]
    [InlineData("""{"digest":"0123456789abcdef0123456789abcdef\n"}""")]
    [InlineData("""{"digest":"0123456789abcdef0123456789abcdef","accountId":"444455556666"}""")]
    public void Forged_message_of_a_digest_is_unreadable(string message) => Assert.IsType<LifecycleEvent.Unreadable>(
        LifecycleEventDecoder.Decode(Encoding.UTF8.GetBytes(message)));

    [Fact]
    public void Digest_is_refused_in_a_direct_invocation() => Assert.Equal(
        new LifecycleEvent.Unreadable("'digest' is only for messages of the work queue"),
        LifecycleEventDecoder.DecodeDirect(Encoding.UTF8.GetBytes(WorkMessage.ForDigest(CauseId.Of("a cause")))));

    [Fact]
    public void Hash_of_the_external_ID_is_decoded_as_written()
    {
        var known = Known with { ExternalIdHash = "0123456789abcdef" };
        var message = WorkMessage.For(Sample.Account, isGoverned: true, [known]);

        var governed = Assert.IsType<LifecycleEvent.AccountGoverned>(
            LifecycleEventDecoder.Decode(Encoding.UTF8.GetBytes(message)));

        Assert.Equal([known], Assert.Single(governed.Accounts).Known);
    }

    [Fact]
    public void Registrations_are_decoded_as_written()
    {
        var governed = Assert.IsType<LifecycleEvent.AccountGoverned>(
            LifecycleEventDecoder.Decode(Payload.Bytes("Work.governed.json")));

        Assert.Equal(Origin.Governed, governed.Origin);
        Assert.Equal([Known], Assert.Single(governed.Accounts).Known);
    }

    [Theory]
    [InlineData("Work.backfill.json", "origin")]
    [InlineData("Work.governed.json", "origin")]
    [InlineData("Work.left.json", "origin")]
    public void Walk_fields_are_refused_in_a_direct_invocation(string file, string member) => Assert.Equal(
        new LifecycleEvent.Unreadable($"'{member}' is only for messages of the work queue; leave it out"),
        LifecycleEventDecoder.DecodeDirect(Payload.Bytes(file)));

    [Fact]
    public void Registrations_of_an_operator_are_refused()
    {
        var typed = Payload.Without("Work.governed.json", "origin");

        Assert.Equal(
            new LifecycleEvent.Unreadable("'registrations' is only for messages of the work queue; leave it out"),
            LifecycleEventDecoder.DecodeDirect(typed));
        Assert.IsType<LifecycleEvent.Unreadable>(LifecycleEventDecoder.Decode(typed));
    }

    [Fact]
    public void Direct_invocation_without_walk_fields_is_decoded() =>
        Assert.IsType<LifecycleEvent.AccountGoverned>(LifecycleEventDecoder.DecodeDirect(Payload.Bytes("Work.direct.json")));

    [Theory]
    [InlineData("payments-prod")]
    [InlineData("Zahlungen \"Süd\" \\ 東京 😀")]
    [InlineData("two\r\nlines")]
    public void Account_name_survives_encoding_and_decoding(string name)
    {
        var message = WorkMessage.For(Sample.Account with { Name = name }, isGoverned: false, []);

        var governed = Assert.IsType<LifecycleEvent.AccountGoverned>(LifecycleEventDecoder.Decode(Encoding.UTF8.GetBytes(message)));
        Assert.Equal([new GovernedAccount(Sample.Id, name)], governed.Accounts);
        Assert.Equal(Origin.Backfill, governed.Origin);
    }

    [Fact]
    public void Name_with_line_breaks_stays_on_one_line() =>
        Assert.DoesNotContain('\n', WorkMessage.For(Sample.Account with { Name = "two\nlines" }, isGoverned: false, []));

    [Fact]
    public void Name_with_an_unpaired_surrogate_is_still_readable()
    {
        var message = WorkMessage.For(Sample.Account with { Name = "\ud800" }, isGoverned: false, []);

        Assert.IsType<LifecycleEvent.AccountGoverned>(LifecycleEventDecoder.Decode(Encoding.UTF8.GetBytes(message)));
    }
}
