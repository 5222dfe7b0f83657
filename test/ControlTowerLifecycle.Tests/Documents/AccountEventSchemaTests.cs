using System.Text;
using System.Text.Json;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.FollowUps;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.Tests.Functions;

namespace ControlTowerLifecycle.Tests.Documents;

/// <summary>docs/events/account-event.schema.json describes what the lifecycle function sends.</summary>
public sealed class AccountEventSchemaTests
{
    /// <summary>PutEvents API reference.</summary>
    private const int MaximumEntryBytes = 256 * 1024;

    private static readonly JsonSchema Schema = JsonSchema.Read("docs/events/account-event.schema.json");

    public static TheoryData<string> Examples => ["account-onboarded", "account-rejected"];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_fits_the_schema_and_is_what_the_code_reads_and_writes(string name)
    {
        var example = JsonElement.Parse(Repository.Read($"docs/events/{name}.example.json"));
        var detail = example.GetProperty("detail");

        var read = AccountEventReader.Read(example.GetProperty("detail-type").GetString()!, detail);

        Assert.Empty(Schema.Check(detail));
        var written = AccountEventJson.Detail(read, AccountId.Parse(detail.GetProperty("managementAccountId").GetString()));
        Assert.True(JsonElement.DeepEquals(detail, JsonElement.Parse(written)), written);
    }

    [Fact]
    public void Schema_has_exactly_the_members_of_an_event()
    {
        var detail = JsonElement.Parse(AccountEventJson.Detail(Rejected("cause"), Sample.Management));

        Assert.Equal(Names(detail), Names(Schema.Root.GetProperty("properties")));
        Assert.Equal(
            Names(detail.GetProperty("failure")),
            Names(Schema.Root.GetProperty("properties").GetProperty("failure").GetProperty("properties")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public void Event_with_long_texts_fits_the_schema_and_the_limit_of_EventBridge(int length)
    {
        var text = string.Concat(Enumerable.Repeat("\u202e\n\u0007😀", length));

        var detail = AccountEventJson.Detail(Rejected($"cause {text}"), Sample.Management);

        Assert.Empty(Schema.Check(JsonElement.Parse(detail)));
        Assert.InRange(Encoding.UTF8.GetByteCount(detail), 1, MaximumEntryBytes - 1024);
        Assert.DoesNotContain("\u202e", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("\\n", detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Detail_that_breaks_the_schema_is_found() =>
        Assert.NotEmpty(Schema.Check(JsonElement.Parse("""{"version":"2.0","accountId":"1"}""")));

    /// <summary>An event with every member, and with as many steps as possible.</summary>
    private static AccountEvent Rejected(string text) => new AccountEvents(["workload-security", "cloud-accounts"]).TryCreate(
        new RunReport(
            Sample.Id,
            new RunOutcome.Rejected(
                RunFailure.Of("create-role", Failure.Lasting(text, text)),
                [.. Enumerable.Range(0, 100).Select(_ => new LongStep(text))]))
        {
            AccountName = text,
            OrganizationalUnitId = "ou-ab12-c3d4e5f6",
            Origin = Origin.Vended,
        },
        new EventAttempt(text, IsRepeated: false, IsLast: false),
        Sample.Start)!;

    private static IEnumerable<string> Names(JsonElement parent) =>
        parent.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal);

    private sealed record LongStep(string Text) : Step("workload-security", "create-role", Text);
}
