using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>SNS: Publish to one topic, and its subscriptions.</summary>
internal sealed class SnsService(SandboxTopic topic) : IAwsService
{
    private const int LargestMessage = 262_144;
    private const string Default = "default";

    private static readonly HashSet<string> Protocols = new(StringComparer.Ordinal)
    {
        Default, "application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs",
    };

    private int _published;

    public AwsServiceContract Contract { get; } = new()
    {
        Name = "sns",
        Protocol = AwsProtocol.Query,
        Id = "2010-03-31",
        ThrottlingCode = "Throttling",
        ValidationCode = "InvalidParameter",
    };

    public IReadOnlyList<AwsOperation> Operations => field ??=
    [
        AwsOperation.Write("Publish", call => call.Required("TopicArn"), Publish),
        AwsOperation.Read("ListTopics", AwsOperation.AnyResource, _ => new JsonObject
        {
            ["Topics"] = new JsonArray(new JsonObject { ["TopicArn"] = topic.Arn }),
        }),
        AwsOperation.Read("ListSubscriptionsByTopic", call => call.Required("TopicArn"), ListSubscriptions),
        AwsOperation.Write("Subscribe", call => call.Required("TopicArn"), Subscribe),
    ];

    private JsonObject ListSubscriptions(AwsCall call)
    {
        DemandTopic(call);
        return new JsonObject
        {
            ["Subscriptions"] = new JsonArray(
            [
                .. topic.Subscriptions.Select(subscription => new JsonObject
                {
                    ["TopicArn"] = topic.Arn,
                    ["Protocol"] = subscription.Protocol,
                    ["SubscriptionArn"] = subscription.Arn,
                    ["Owner"] = AwsNames.AccountOf(topic.Arn),
                    ["Endpoint"] = subscription.Endpoint,
                }),
            ]),
        };
    }

    /// <summary>An address must confirm, so the response has no ARN.</summary>
    private JsonObject Subscribe(AwsCall call)
    {
        DemandTopic(call);
        if (call.Required("Protocol") is not "email")
            throw call.Invalid("Invalid parameter: the sandbox supports Protocol email only.");
        topic.Subscribe(new TopicSubscription("email", call.Required("Endpoint"), IsConfirmed: false, topic.Arn));
        return new JsonObject { ["SubscriptionArn"] = "pending confirmation" };
    }

    private void DemandTopic(AwsCall call)
    {
        if (!string.Equals(call.Text("TopicArn"), topic.Arn, StringComparison.Ordinal))
            throw new AwsErrorException("NotFound", "Topic does not exist", HttpStatusCode.NotFound);
    }

    private JsonObject Publish(AwsCall call)
    {
        var message = call.Required("Message");
        var subject = call.Text("Subject");
        if (Encoding.UTF8.GetByteCount(message) > LargestMessage)
            throw call.Invalid("Invalid parameter: Message too long");
        if (subject?.Length > 100 || subject?.All(char.IsAscii) == false || subject?.Any(char.IsControl) == true)
            throw call.Invalid("Invalid parameter: Subject");
        DemandTopic(call);
        if (call.Text("MessageStructure") is not (null or "json"))
            throw call.Invalid("Invalid parameter: MessageStructure");
        var id = $"00000000-0000-4000-9000-{Interlocked.Increment(ref _published):x12}";
        topic.Add(Read(call, message) with { Id = id, Subject = subject });
        return new JsonObject { ["MessageId"] = id };
    }

    /// <summary>
    /// With the structure <c>json</c> the message is an object with a text for each protocol, and one for all others. Values
    /// that are no text, and protocols that SNS does not have, are ignored (API reference, Publish).
    /// </summary>
    private static TopicMessage Read(AwsCall call, string message)
    {
        if (call.Text("MessageStructure") is null)
            return new TopicMessage("", null, message, call.Now);

        var texts = Parse(call, message);
        return texts.Remove(Default, out var other)
            ? new TopicMessage("", null, other, call.Now) { ByProtocol = texts }
            : throw call.Invalid("Invalid parameter: Message Structure - No default entry in JSON message body");
    }

    private static Dictionary<string, string> Parse(AwsCall call, string message)
    {
        try
        {
            using var document = JsonDocument.Parse(message, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.EnumerateObject()
                .Where(text => text.Value.ValueKind == JsonValueKind.String && Protocols.Contains(text.Name))
                .ToDictionary(text => text.Name, text => text.Value.GetString()!, StringComparer.Ordinal);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw call.Invalid("Invalid parameter: Message Structure - JSON message body failed to parse");
        }
    }
}
