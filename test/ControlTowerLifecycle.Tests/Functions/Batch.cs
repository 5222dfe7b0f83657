using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>SQS batches of any messages: the sample's record, once for every message.</summary>
internal static class Batch
{
    /// <summary>A message's body as the operator writes it.</summary>
    public static string Direct(string account) => $$"""{"accountId":"{{account}}"}""";

    /// <summary>Messages that ask for these accounts, with the ids <c>m0</c>, <c>m1</c> and so on.</summary>
    public static byte[] Of(params string[] bodies) => Received(1, bodies);

    /// <summary>The same, received so often by now; their receipts are <c>r0</c>, <c>r1</c> and so on.</summary>
    public static byte[] Received(int count, params string[] bodies) => WithRecords(
        [.. bodies.Select((body, index) => Record(index, count, body))]);

    /// <summary>A batch of records as they are.</summary>
    public static byte[] WithRecords(params JsonNode?[] records) =>
        Encoding.UTF8.GetBytes(new JsonObject { ["Records"] = new JsonArray(records) }.ToJsonString());

    /// <summary>The sample's record with another id and body; null leaves the member out.</summary>
    public static JsonObject Record(JsonNode? messageId, JsonNode? body)
    {
        var record = JsonNode.Parse(Payload.Bytes("Sqs.batch.json"))!["Records"]![0]!.DeepClone().AsObject();
        Set(record, "messageId", messageId);
        Set(record, "body", body);
        return record;
    }

    /// <summary>The ids that an answer hands back.</summary>
    public static IReadOnlyList<string> HandedBack(ReadOnlyMemory<byte> answer) =>
    [
        .. JsonElement.Parse(answer.Span).GetProperty("batchItemFailures").EnumerateArray()
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
