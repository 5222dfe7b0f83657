using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>The event that a function receives for a batch of messages.</summary>
internal static class SqsEvent
{
    public static string Of(IEnumerable<QueueMessage> batch, SandboxQueue queue) => WireJson.Text(new JsonObject
    {
        ["Records"] = new JsonArray([.. batch.Select(message => Record(message, queue))]),
    });

    private static JsonObject Record(QueueMessage message, SandboxQueue queue) => new()
    {
        ["messageId"] = message.MessageId,
        ["receiptHandle"] = message.ReceiptHandle,
        ["body"] = message.Body,
        ["attributes"] = Object(message.Attributes, value => value),
        ["messageAttributes"] = Object(message.MessageAttributes, Attribute),
        ["md5OfBody"] = message.Md5OfBody,
        ["eventSource"] = "aws:sqs",
        ["eventSourceARN"] = queue.Arn,
        ["awsRegion"] = queue.Region,
    };

    private static JsonObject Attribute(string value) => new()
    {
        ["stringValue"] = value,
        ["stringListValues"] = new JsonArray(),
        ["binaryListValues"] = new JsonArray(),
        ["dataType"] = "String",
    };

    private static JsonObject Object(IReadOnlyDictionary<string, string> values, Func<string, JsonNode?> node) =>
        new(values.Select(pair => KeyValuePair.Create(pair.Key, node(pair.Value))));
}
