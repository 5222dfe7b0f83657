using System.Text.Json.Nodes;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws.Sqs;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class DeadLetterQueueTests
{
    private const string Queue = "https://sqs.eu-west-1.amazonaws.com/999999999999/dead";

    [Fact]
    public async Task Dead_letter_has_the_unchanged_body_and_the_failure_as_attributes()
    {
        var sent = await SendAsync("{ \"accountId\": \"ü\" }\n", Notice("it failed", "Correct it."));

        Assert.Equal("{ \"accountId\": \"ü\" }\n", (string?)sent["MessageBody"]);
        Assert.Equal(Queue, (string?)sent["QueueUrl"]);
        Assert.Equal(
            ["accountId=444455556666", "cause=it failed", "causeId=4c423ba7", "outcome=rejected", "step=observe", "whatToDo=Correct it."],
            Attributes(sent));
    }

    [Fact]
    public async Task Attribute_without_a_value_is_left_out() =>
        Assert.Equal(
            ["cause=the message cannot be read: it is empty", "causeId=665d7ab0", "outcome=unreadable", "step=read"],
            Attributes(await SendAsync("x", FailureNotice.Unreadable("m1", "it is empty"))).Where(one =>
                !one.StartsWith("whatToDo", StringComparison.Ordinal)));

    [Fact]
    public async Task Dead_letter_has_all_accounts_and_the_cause_of_the_first()
    {
        var sent = await SendAsync(
            "x", Notice("first", null), Notice("second", null) with { Account = AccountId.Parse("222233334444") });

        Assert.Equal(
            ["accountId=444455556666,222233334444", "cause=first", "causeId=4c423ba7", "outcome=rejected", "step=observe"],
            Attributes(sent));
    }

    [Fact]
    public async Task Dead_letter_has_the_ID_of_each_cause_that_a_notification_names()
    {
        FailureNotice[] notices =
        [
            Notice("first", null), Notice("second", null) with { Outcome = "retry" }, Notice("third", null),
        ];

        var sent = await SendAsync("x", notices);

        var named = notices.Select(notice => FailureSummary.Of(notice).CauseId.Short).Distinct();
        Assert.Contains($"causeId={string.Join(',', named)}", Attributes(sent));
    }

    [Fact]
    public async Task Cause_is_cut_and_has_no_character_that_SQS_refuses()
    {
        var sent = await SendAsync("x", Notice($"a\u0000b\uFFFEc{new string('\u00e9', 2000)}", null));

        var cause = Attributes(sent).Single(one => one.StartsWith("cause=", StringComparison.Ordinal))["cause=".Length..];
        Assert.StartsWith("a b cé", cause, StringComparison.Ordinal);
        Assert.Equal(1001, cause.Length);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(400, true)]
    public async Task Attributes_are_left_out_if_the_body_leaves_no_room(int room, bool hasAttributes)
    {
        var sent = await SendAsync(new string('x', DeadLetterQueue.MaximumMessageBytes - room), Notice("it failed", null));

        Assert.Equal(hasAttributes, Attributes(sent).Any());
    }

    private static IEnumerable<string> Attributes(JsonNode sent) => (sent["MessageAttributes"]?.AsObject() ?? [])
        .Select(one =>
        {
            Assert.Equal("String", (string?)one.Value!["DataType"]);
            return $"{one.Key}={one.Value["StringValue"]}";
        })
        .Order(StringComparer.Ordinal);

    private static FailureNotice Notice(string cause, string? advice) =>
        new("m1", "rejected", new RunFailure("observe", cause, advice))
        {
            Account = Sample.Id,
            Kind = FailureKind.NeedsOperator,
        };

    private static async Task<JsonNode> SendAsync(string body, params FailureNotice[] failures)
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("SendMessage", "send-message.json");
        await new DeadLetterQueue(server.Connection(), Queue)
            .KeepAsync(body, failures, TestContext.Current.CancellationToken);
        return JsonNode.Parse(Assert.Single(server.Calls).Body)!;
    }
}
