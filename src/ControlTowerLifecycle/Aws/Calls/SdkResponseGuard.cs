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
    /// <summary>The SDK reads deeper documents than the default of 64 levels.</summary>
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var isSqs = IsFor(request, "AmazonSQS.");
        if ((!isSqs && !IsFor(request, "DynamoDB_"))
            || IsSafe(await response.Content.ReadAsByteArrayAsync(cancellationToken), isSqs))
            return response;

        response.Dispose();
        throw new JsonException("The response has a list or an object in another form than the API reference has.");
    }

    private static bool IsFor(HttpRequestMessage request, string target) =>
        request.Headers.TryGetValues("X-Amz-Target", out var targets)
        && targets.Any(value => value.StartsWith(target, StringComparison.Ordinal));

    private static bool IsSafe(byte[] body, bool isSqs)
    {
        // The SDK skips a byte-order mark.
        var text = new ReadOnlyMemory<byte>(body).TrimStart("\uFEFF \t\r\n"u8);
        try
        {
            using var document = JsonDocument.Parse(text, AnyDepth);
            return document.RootElement.ValueKind != JsonValueKind.Object
                || document.RootElement.EnumerateObject().All(member => IsSafeMember(member, isSqs));
        }
        catch (JsonException)
        {
            // The SDK reads an object to its fault, if it comes so far. Anything else, such as HTML, it reports with the status.
            return !text.Span.StartsWith("{"u8);
        }
        catch (InvalidOperationException)
        {
            // A name is not UTF-8.
            return false;
        }
    }

    private static bool IsSafeMember(JsonProperty member, bool isSqs) => member.Value.ValueKind == JsonValueKind.Null || Name(member) switch
    {
        "SUCCESSFUL" or "FAILED" => member.Value.ValueKind == JsonValueKind.Array
            && member.Value.EnumerateArray().All(entry => entry.ValueKind == JsonValueKind.Null || IsFlat(entry)),
        "MESSAGES" when isSqs => member.Value.ValueKind == JsonValueKind.Array
            && member.Value.EnumerateArray().All(message => message.ValueKind == JsonValueKind.Null || IsMessage(message)),
        // The attributes of a queue are texts, those of an item are objects.
        "ATTRIBUTES" when isSqs => IsFlat(member.Value),
        "ITEM" or "ATTRIBUTES" => member.Value.ValueKind == JsonValueKind.Object
            && member.Value.EnumerateObject().All(attribute => attribute.Value.ValueKind == JsonValueKind.Null || IsAttribute(attribute.Value)),
        "CONSUMEDCAPACITY" => IsCapacity(member.Value),
        "ITEMCOLLECTIONMETRICS" or "THROTTLINGREASONS" or "CANCELLATIONREASONS" => false,
        _ => true,
    };

    /// <summary>A message of SQS with texts, flat system attributes, and message attributes of every type.</summary>
    private static bool IsMessage(JsonElement message) =>
        message.ValueKind == JsonValueKind.Object && message.EnumerateObject().All(member => Name(member) switch
        {
            _ when member.Value.ValueKind == JsonValueKind.Null => true,
            "ATTRIBUTES" => IsFlat(member.Value),
            "MESSAGEATTRIBUTES" => member.Value.ValueKind == JsonValueKind.Object
                && member.Value.EnumerateObject().All(value => value.Value.ValueKind == JsonValueKind.Null || IsMessageAttribute(value.Value)),
            _ => member.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object),
        });

    private static bool IsMessageAttribute(JsonElement attribute) =>
        attribute.ValueKind == JsonValueKind.Object && attribute.EnumerateObject().All(member => Name(member) switch
        {
            "STRINGLISTVALUES" or "BINARYLISTVALUES" => member.Value.ValueKind == JsonValueKind.Null || IsTexts(member.Value),
            _ => member.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object),
        });

    private static bool IsTexts(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(text => text.ValueKind == JsonValueKind.String);

    private static bool IsFlat(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.Object
        && entry.EnumerateObject().All(member => member.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object));

    /// <summary>The capacity of a table without that of its parts. No call of this library requests it.</summary>
    private static bool IsCapacity(JsonElement capacity) =>
        IsFlat(capacity) && capacity.EnumerateObject().Any()
        && capacity.EnumerateObject().All(member => Name(member) is "TABLENAME" or "CAPACITYUNITS");

    /// <summary>An attribute of type S, N or SS. The other types of DynamoDB have lists and maps.</summary>
    private static bool IsAttribute(JsonElement attribute) =>
        attribute.ValueKind == JsonValueKind.Object && attribute.EnumerateObject().All(member => Name(member) switch
        {
            "S" or "N" => member.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object),
            "SS" => IsTexts(member.Value),
            _ => false,
        });

    /// <summary>As the SDK compares it: without regard to case, and after the last slash.</summary>
    private static string Name(JsonProperty member) =>
        member.Name[(member.Name.LastIndexOf('/') + 1)..].ToUpperInvariant();
}
