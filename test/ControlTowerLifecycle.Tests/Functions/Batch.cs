using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>SQS batches with copies of the sample record.</summary>
internal static class Batch
{
    /// <summary>The body of a message from the operator.</summary>
    public static string Direct(string account) => $$"""{"accountId":"{{account}}"}""";

    /// <summary>A batch of messages with these bodies and the ids <c>m0</c>, <c>m1</c> and so on.</summary>
    public static byte[] Of(params string[] bodies) => Received(1, bodies);

    /// <summary>The same with this receive count and the receipt handles <c>r0</c>, <c>r1</c> and so on.</summary>
    public static byte[] Received(int count, params string[] bodies) => WithRecords(
        [.. bodies.Select((body, index) => Record(index, count, body))]);

    /// <summary>A batch of these records.</summary>
    public static byte[] WithRecords(params JsonNode?[] records) =>
        Encoding.UTF8.GetBytes(new JsonObject { ["Records"] = new JsonArray(records) }.ToJsonString());

    /// <summary>The sample record with another id and body; null removes the member.</summary>
    public static JsonObject Record(JsonNode? messageId, JsonNode? body)
    {
        var record = JsonNode.Parse(Payload.Bytes("Sqs.batch.json"))!["Records"]![0]!.DeepClone().AsObject();
        Set(record, "messageId", messageId);
        Set(record, "body", body);
        return record;
    }

    /// <summary>The ids of the messages that a response returns to the queue.</summary>
    public static IReadOnlyList<string> HandedBack(ReadOnlyMemory<byte> response) =>
    [
        .. JsonElement.Parse(response.Span).GetProperty("batchItemFailures").EnumerateArray()
            .Select(failure => failure.Text("itemIdentifier")),
    ];

    private static JsonObject Record(int index, int receiveCount, string body)
    {
        var record = Record($"m{index}", JsonValue.Create(body));
        record["receiptHandle"] = $"r{index}";
        record["attributes"]!["ApproximateReceiveCount"] = $"{receiveCount}";
        return record;
    }

    private static void Set(JsonObject record, string name, JsonNode? value)
    {
        record.Remove(name);
        if (value is not null)
            record.Add(name, value);
    }
}
