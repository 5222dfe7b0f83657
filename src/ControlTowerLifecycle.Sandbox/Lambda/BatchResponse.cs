using System.Text.Json;
using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>
/// Reads which messages of a batch failed.
/// <code>
/// response of the function                                          failed messages
/// function error, timeout, crash                                    all
/// empty, null, {}, a null or an empty batchItemFailures             none
/// {"batchItemFailures":[{"itemIdentifier":"a message id"}, …]}      those messages
/// an item without itemIdentifier, or an empty, null or unknown one  all
/// not JSON, or JSON with another structure                          all
/// </code>
/// Source: AWS Lambda Developer Guide, "Success and failure conditions" of Amazon SQS batch item failures.
/// </summary>
internal static class BatchResponse
{
    public static IReadOnlySet<string> FailedItems(
        IReadOnlyList<QueueMessage> batch, InvocationResult result, bool partialResponses)
    {
        var all = batch.Select(message => message.MessageId).ToHashSet(StringComparer.Ordinal);
        if (result is not InvocationResult.Succeeded(var response))
            return all;
        if (!partialResponses || response.Length == 0)
            return new HashSet<string>(StringComparer.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(response);
            return Identifiers(json.RootElement) is { } failed && failed.IsSubsetOf(all) ? failed : all;
        }
        catch (JsonException)
        {
            return all;
        }
    }

    /// <summary>The identifiers, or null if the JSON has another structure.</summary>
    private static HashSet<string>? Identifiers(JsonElement response)
    {
        var none = new HashSet<string>(StringComparer.Ordinal);
        if (response.ValueKind == JsonValueKind.Null)
            return none;
        if (response.ValueKind != JsonValueKind.Object)
            return null;
        if (!response.TryGetProperty("batchItemFailures", out var failures) || failures.ValueKind == JsonValueKind.Null)
            return none;
        if (failures.ValueKind != JsonValueKind.Array)
            return null;
        var identifiers = failures.EnumerateArray().Select(Identifier).ToList();
        return identifiers.Contains(null) ? null : [.. identifiers.Select(identifier => identifier!)];
    }

    private static string? Identifier(JsonElement failure) =>
        failure.ValueKind == JsonValueKind.Object
        && failure.TryGetProperty("itemIdentifier", out var identifier)
        && identifier.ValueKind == JsonValueKind.String
            ? identifier.GetString()
            : null;
}
