using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ControlTowerLifecycle.Functions.Runtime;

namespace ControlTowerLifecycle.Functions.Lifecycle;

/// <summary>A message of an SQS batch, as far as it matters here.</summary>
/// <param name="Id">What a failed message is handed back by.</param>
/// <param name="Body">The body as UTF-8; empty where there is none that can be read.</param>
internal sealed record ReceivedMessage(string Id, byte[] Body)
{
    /// <summary>What its return is set by; null where the record has none.</summary>
    public string? ReceiptHandle { get; init; }

    /// <summary>How often it was received, this time included; 1 where the record does not say.</summary>
    public int ReceiveCount { get; init; } = 1;
}

/// <summary>The event of an SQS event-source mapping, and the answer to it.</summary>
internal static class SqsBatch
{
    /// <summary>The messages, or null where the payload is not a batch.</summary>
    /// <exception cref="FunctionErrorException">It is a batch with a message that cannot be handed back by name: all
    /// come again.</exception>
    public static IReadOnlyList<ReceivedMessage>? TryRead(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("Records", out var records) && records.ValueKind == JsonValueKind.Array
                ? [.. records.EnumerateArray().Select(Read)]
                : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The latter: a member's name is half a surrogate pair, which only shows when it is compared.
            return null;
        }
    }

    /// <summary>The messages that SQS is to hand out again; all others are done with.</summary>
    public static byte[] Answer(IEnumerable<string> failed) => JsonSerializer.SerializeToUtf8Bytes(
        new SqsBatchResponse([.. failed.Select(id => new SqsItemFailure(id))]), SqsBatchJson.Default.SqsBatchResponse);

    private static ReceivedMessage Read(JsonElement record) =>
        Text(record, "messageId") is { Length: > 0 } id
            ? new ReceivedMessage(id, Encoding.UTF8.GetBytes(Text(record, "body") ?? ""))
            {
                ReceiptHandle = Text(record, "receiptHandle"),
                ReceiveCount = ReceiveCount(record),
            }
            : throw new FunctionErrorException(
                "UnreadableBatch",
                "A record of the batch has no messageId; the whole batch is handed back.");

    private static int ReceiveCount(JsonElement record) =>
        record.TryGetProperty("attributes", out var attributes)
        && int.TryParse(
            Text(attributes, "ApproximateReceiveCount"), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : 1;

    private static string? Text(JsonElement record, string name)
    {
        try
        {
            return record.ValueKind == JsonValueKind.Object
                && record.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: no text. The message is unreadable, and is handed back as such.
            return null;
        }
    }
}

internal sealed record SqsBatchResponse(IReadOnlyList<SqsItemFailure> BatchItemFailures);

internal sealed record SqsItemFailure(string ItemIdentifier);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SqsBatchResponse))]
internal sealed partial class SqsBatchJson : JsonSerializerContext;
