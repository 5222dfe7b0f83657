using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ControlTowerLifecycle.Functions.Runtime;

namespace ControlTowerLifecycle.Functions.Lifecycle;

/// <summary>A message of an SQS batch.</summary>
/// <param name="Id">The id by which a failed message is returned.</param>
/// <param name="Body">The body as UTF-8; empty if there is none that can be read.</param>
internal sealed record ReceivedMessage(string Id, byte[] Body)
{
    /// <summary>Needed to set when a returned message is received again; null if the record has none.</summary>
    public string? ReceiptHandle { get; init; }

    /// <summary>How often it was received, this time included; 1 if the record does not state it.</summary>
    public int ReceiveCount { get; init; } = 1;

    /// <summary>When it was received for the first time; null if the record does not state it.</summary>
    public DateTimeOffset? FirstReceivedAt { get; init; }
}

/// <summary>The event of an SQS event-source mapping, and the response to it.</summary>
internal static class SqsBatch
{
    private static readonly long LastMillisecond = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The messages; null if the payload is not a batch.</summary>
    /// <exception cref="FunctionErrorException">A message of the batch has no id and cannot be returned alone: the whole batch
    /// is returned.</exception>
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
            // InvalidOperationException: a member's name is half a surrogate pair, which shows only when it is compared.
            return null;
        }
    }

    /// <summary>The response that returns the failed messages to SQS; all others are completed.</summary>
    public static byte[] Response(IEnumerable<string> failed) => JsonSerializer.SerializeToUtf8Bytes(
        new SqsBatchResponse([.. failed.Select(id => new SqsItemFailure(id))]), SqsBatchJson.Default.SqsBatchResponse);

    private static ReceivedMessage Read(JsonElement record) =>
        Text(record, "messageId") is { Length: > 0 } id
            ? new ReceivedMessage(id, Encoding.UTF8.GetBytes(Text(record, "body") ?? ""))
            {
                ReceiptHandle = Text(record, "receiptHandle"),
                ReceiveCount = (int?)Number(record, "ApproximateReceiveCount", int.MaxValue) ?? 1,
                FirstReceivedAt = Number(record, "ApproximateFirstReceiveTimestamp", LastMillisecond) is { } milliseconds
                    ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
                    : null,
            }
            : throw new FunctionErrorException(
                "UnreadableBatch",
                "A record of the batch has no messageId; the whole batch is returned.");

    private static long? Number(JsonElement record, string attribute, long maximum) =>
        record.TryGetProperty("attributes", out var attributes)
        && long.TryParse(Text(attributes, attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number <= maximum
            ? number
            : null;

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
            // Half a surrogate pair is not text: the message is unreadable.
            return null;
        }
    }
}

internal sealed record SqsBatchResponse(IReadOnlyList<SqsItemFailure> BatchItemFailures);

internal sealed record SqsItemFailure(string ItemIdentifier);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SqsBatchResponse))]
internal sealed partial class SqsBatchJson : JsonSerializerContext;
