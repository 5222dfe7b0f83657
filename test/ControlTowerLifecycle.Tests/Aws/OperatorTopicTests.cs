using System.Text;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Aws.Sns;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.Tests.Notifications;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class OperatorTopicTests
{
    private static readonly RepeatCommand Repeat = new("lifecycle", "eu-west-1");

    [Fact]
    public async Task Mail_has_the_text_and_systems_have_the_JSON()
    {
        var notification = new CauseNotification(
            FailureSummary.Of(CauseRig.Notice(1)), [Affected.Of(CauseRig.Notice(1))], Sample.Start);

        var (fields, messages) = await SendAsync(notification);

        Assert.Equal(NotificationText.Subject(notification), fields["Subject"]);
        Assert.Equal("json", fields["MessageStructure"]);
        Assert.Equal(
            ["default", "email", "email-json", "http", "https", "lambda", "sqs"], messages.Select(message => message.Key));
        var (text, json) = (new NotificationText(Repeat).Body(notification), ChatNotification.Write(notification, Repeat));
        Assert.All(messages, message => Assert.Equal(message.Key is "default" or "email" ? text : json, (string?)message.Value));
    }

    [Fact]
    public async Task Longest_notification_fits_into_a_message()
    {
        var lengthy = string.Concat(Enumerable.Repeat("\"\\𝔸", 20_000));
        var failure = FailureSummary.Of(CauseRig.Notice(1)) with
        {
            Phrase = lengthy,
            Cause = lengthy,
            Advice = lengthy,
            Code = lengthy,
            Step = lengthy,
            Outcome = lengthy,
            CauseKey = lengthy,
            RequestId = lengthy,
            Source = lengthy,
        };
        var affected = Enumerable.Range(0, 10_000).Select(account => new Affected($"{100_000_000_000 + account}", lengthy));

        var (fields, messages) = await SendAsync(
            new CauseNotification(failure, [.. affected], Sample.Start) { IsDigest = true });

        Assert.InRange(Encoding.UTF8.GetByteCount(fields["Message"]), 1, 256 * 1024);
        Assert.InRange(fields["Subject"].Length, 1, 99);
        Assert.EndsWith("…", (string?)messages["email"], StringComparison.Ordinal);
    }

    private static async Task<(IReadOnlyDictionary<string, string> Fields, JsonObject Messages)> SendAsync(
        CauseNotification notification)
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("Publish", "sns-publish.xml");

        await new OperatorTopic(new SnsClient(server.Connection()), "arn:aws:sns:eu-west-1:111122223333:failures", Repeat, TimeProvider.System)
            .SendAsync(notification, TestContext.Current.CancellationToken);

        var fields = Assert.Single(server.Calls).Fields;
        return (fields, JsonNode.Parse(fields["Message"])!.AsObject());
    }
}
