using System.Text.Json;

namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>Checks the JSON of Amazon SQS and Amazon DynamoDB before the clients of the SDK read it.</summary>
/// <remarks>
/// The SDK's reader of a list reads until the list ends. If the value is not a list, or an element is not an object, it
/// passes the end of the response and adds elements until the memory is full (AWSSDK.Core 4.1.0). Only the members that
/// the calls of this library get are expected here.
/// </remarks>
internal sealed class SdkResponseGuard(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (!IsReadBySdk(request) || IsSafe(await response.Content.ReadAsByteArrayAsync(cancellationToken)))
            return response;

        response.Dispose();
        throw new JsonException("The response has a list or an object in another form than the API reference has.");
    }

    private static bool IsReadBySdk(HttpRequestMessage request) =>
        request.Headers.TryGetValues("X-Amz-Target", out var targets)
        && targets.Any(target => target.StartsWith("AmazonSQS.", StringComparison.Ordinal)
            || target.StartsWith("DynamoDB_", StringComparison.Ordinal));

    private static bool IsSafe(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind != JsonValueKind.Object
                || document.RootElement.EnumerateObject().All(IsSafeMember);
        }
        catch (JsonException)
        {
            // The SDK reports it, with the status.
            return true;
        }
        catch (InvalidOperationException)
        {
            // A name is not UTF-8.
            return false;
        }
    }

    private static bool IsSafeMember(JsonProperty member) => member.Value.ValueKind == JsonValueKind.Null || Name(member) switch
    {
        "SUCCESSFUL" or "FAILED" => member.Value.ValueKind == JsonValueKind.Array
            && member.Value.EnumerateArray().All(entry => entry.ValueKind == JsonValueKind.Null || IsFlat(entry)),
        "ITEM" => member.Value.ValueKind == JsonValueKind.Object
            && member.Value.EnumerateObject().All(attribute => attribute.Value.ValueKind == JsonValueKind.Null || IsText(attribute.Value)),
        "CONSUMEDCAPACITY" or "ITEMCOLLECTIONMETRICS" or "THROTTLINGREASONS" or "CANCELLATIONREASONS" => false,
        _ => true,
    };

    private static bool IsFlat(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.Object
        && entry.EnumerateObject().All(member => member.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object));

    /// <summary>An attribute of type S or N. The other types of DynamoDB have lists and maps.</summary>
    private static bool IsText(JsonElement attribute) =>
        IsFlat(attribute) && attribute.EnumerateObject().All(member => Name(member) is "S" or "N");

    /// <summary>As the SDK compares it: without regard to case, and after the last slash.</summary>
    private static string Name(JsonProperty member) =>
        member.Name[(member.Name.LastIndexOf('/') + 1)..].ToUpperInvariant();
}
