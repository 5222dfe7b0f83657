using System.Text;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Tests.Documents;

namespace ControlTowerLifecycle.Tests.Events;

/// <summary>A message that has an event sent again comes from outside.</summary>
public sealed class AccountEventReaderTests
{
    [Fact]
    public void Event_is_read_as_it_was_written()
    {
        var sent = Assert.IsType<LifecycleEvent.EventUnsent>(Decode(_ => { })).Event;

        var again = Assert.IsType<LifecycleEvent.EventUnsent>(
            LifecycleEventDecoder.Decode(Encoding.UTF8.GetBytes(AccountEventJson.Message(sent)))).Event;

        Assert.Equal(AccountEventJson.Message(sent), AccountEventJson.Message(again));
    }

    [Theory]
    [InlineData("accountId", "\"44445555666\"")]
    [InlineData("accountId", "null")]
    [InlineData("eventId", "\"\"")]
    [InlineData("eventId", "7")]
    [InlineData("organizationalUnitId", "\"r-ab12\"")]
    [InlineData("origin", "\"console\"")]
    [InlineData("protections", "\"workload-security\"")]
    [InlineData("protections", "[\"Workload Security\"]")]
    [InlineData("protections", "[7]")]
    [InlineData("protections", "[\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\"]")]
    [InlineData("steps", "[{}]")]
    [InlineData("steps", "[{\"protection\":\"p\",\"verb\":\"rm -rf\",\"target\":\"t\"}]")]
    [InlineData("newlyProtected", "\"true\"")]
    [InlineData("failure", "{\"step\":\"observe\",\"kind\":\"fatal\",\"cause\":\"c\"}")]
    [InlineData("failure", "{\"step\":\"observe\",\"kind\":\"retryable\",\"cause\":\"\"}")]
    [InlineData("failure", "\"none\"")]
    [InlineData("occurredAt", "\"yesterday\"")]
    public void Event_with_a_malformed_member_is_unreadable(string member, string value) =>
        Assert.IsType<LifecycleEvent.Unreadable>(Decode(detail => detail[member] = JsonNode.Parse(value)));

    [Fact]
    public void Texts_are_cleaned_and_bounded_again()
    {
        var read = Assert.IsType<LifecycleEvent.EventUnsent>(Decode(detail =>
        {
            detail["accountName"] = "a\u202e\nb";
            detail["steps"]![0]!["target"] = new string('x', 100_000);
        })).Event;

        Assert.Equal("a b", read.AccountName);
        Assert.Equal(AccountEvent.MaximumTextLength + 1, read.Steps[0].Target.Length);
    }

    [Fact]
    public void Too_many_steps_are_refused() => Assert.IsType<LifecycleEvent.Unreadable>(Decode(detail =>
        detail["steps"] = new JsonArray([.. Enumerable.Range(0, AccountEvent.MaximumSteps + 1).Select(_ => detail["steps"]![0]!.DeepClone())])));

    [Theory]
    [InlineData("Account Closed")]
    [InlineData("account onboarded")]
    public void Unknown_detail_type_is_unreadable(string detailType) => Assert.IsType<LifecycleEvent.Unreadable>(
        LifecycleEventDecoder.Decode(Message(Detail(), detailType)));

    [Fact]
    public void Management_account_of_a_message_is_not_used()
    {
        var read = Assert.IsType<LifecycleEvent.EventUnsent>(
            Decode(detail => detail["managementAccountId"] = "999999999999")).Event;

        Assert.DoesNotContain("999999999999", AccountEventJson.Message(read), StringComparison.Ordinal);
    }

    private static LifecycleEvent Decode(Action<JsonObject> change)
    {
        var detail = Detail();
        change(detail);
        return LifecycleEventDecoder.Decode(Message(detail, "Account Onboarded"));
    }

    private static JsonObject Detail() => JsonNode.Parse(Repository.Read("docs/events/account-onboarded.example.json"))!["detail"]!
        .DeepClone().AsObject();

    private static byte[] Message(JsonObject detail, string detailType) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["unsentEvent"] = new JsonObject { ["detailType"] = detailType, ["detail"] = detail },
    }.ToJsonString());
}
