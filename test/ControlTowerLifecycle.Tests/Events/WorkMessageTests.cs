using System.Text;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Events;

public class WorkMessageTests
{
    private static readonly KnownRegistration Known = new("workload-security", "7", Sample.RoleArn);

    [Fact]
    public void The_message_of_a_walk_is_its_documented_form() => Assert.Equal(
        """{"accountId":"444455556666","accountName":"payments-prod","origin":"backfill"}""",
        WorkMessage.For(Sample.Account, isGoverned: false, []));

    [Fact]
    public void The_message_of_an_account_whose_registration_is_known_is_its_documented_form() => Assert.Equal(
        JsonNode.Parse(Payload.Text("Work.governed.json"))!.ToJsonString(),
        WorkMessage.For(Sample.Account, isGoverned: true, [Known]));

    [Fact]
    public void The_message_of_an_account_that_left_is_read_as_that()
    {
        var message = WorkMessage.ForLeft(Sample.Account);

        var left = Assert.IsType<LifecycleEvent.AccountLeft>(LifecycleEventDecoder.Decode(Encoding.UTF8.GetBytes(message)));
        Assert.Equal((Sample.Id, null), (left.Id, left.OrganizationalUnitId));
    }

    [Fact]
    public void What_is_registered_is_read_as_it_was_written()
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
    public void What_a_walk_is_believed_nobody_else_is(string file, string member) => Assert.Equal(
        new LifecycleEvent.Unreadable($"'{member}' is for the queue's own messages; leave it out"),
        LifecycleEventDecoder.DecodeDirect(Payload.Bytes(file)));

    [Fact]
    public void Registrations_that_a_person_names_are_not_believed()
    {
        var typed = Payload.Without("Work.governed.json", "origin");

        Assert.Equal(
            new LifecycleEvent.Unreadable("'registrations' is for the queue's own messages; leave it out"),
            LifecycleEventDecoder.DecodeDirect(typed));
        Assert.IsType<LifecycleEvent.Unreadable>(LifecycleEventDecoder.Decode(typed));
    }

    [Fact]
    public void A_person_who_leaves_out_what_is_the_queue_s_is_read() =>
        Assert.IsType<LifecycleEvent.AccountGoverned>(LifecycleEventDecoder.DecodeDirect(Payload.Bytes("Work.direct.json")));

    [Theory]
    [InlineData("payments-prod")]
    [InlineData("Zahlungen \"Süd\" \\ 東京 😀")]
    [InlineData("two\r\nlines")]
    public void What_a_walk_writes_the_lifecycle_function_reads(string name)
    {
        var message = WorkMessage.For(Sample.Account with { Name = name }, isGoverned: false, []);

        var governed = Assert.IsType<LifecycleEvent.AccountGoverned>(LifecycleEventDecoder.Decode(Encoding.UTF8.GetBytes(message)));
        Assert.Equal([new GovernedAccount(Sample.Id, name)], governed.Accounts);
        Assert.Equal(Origin.Backfill, governed.Origin);
    }

    [Fact]
    public void A_name_with_line_breaks_stays_on_one_line() =>
        Assert.DoesNotContain('\n', WorkMessage.For(Sample.Account with { Name = "two\nlines" }, isGoverned: false, []));

    [Fact]
    public void A_name_with_half_a_surrogate_is_still_a_message()
    {
        var message = WorkMessage.For(Sample.Account with { Name = "\ud800" }, isGoverned: false, []);

        Assert.IsType<LifecycleEvent.AccountGoverned>(LifecycleEventDecoder.Decode(Encoding.UTF8.GetBytes(message)));
    }
}
