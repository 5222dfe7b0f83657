using System.Text;
using System.Text.Json;

namespace ControlTowerLifecycle.Sandbox.CloudFormation;

/// <summary>The response of a custom resource, as CloudFormation reads it.</summary>
internal abstract record ResourceResponse
{
    /// <summary>The maximum size of a response in bytes.</summary>
    public const int LargestBody = 4096;

    private static readonly Dictionary<string, string> NoData = [];

    private ResourceResponse()
    {
    }

    public sealed record Succeeded(string PhysicalResourceId, IReadOnlyDictionary<string, string> Data)
        : ResourceResponse;

    /// <param name="Reason">From the function, or from CloudFormation if the response is missing or invalid.</param>
    /// <param name="PhysicalResourceId">Null if the response has none.</param>
    public sealed record Failed(string Reason, string? PhysicalResourceId) : ResourceResponse;

    /// <summary>Reads the object at the response URL.</summary>
    /// <param name="body">The text of the object.</param>
    /// <param name="expected">StackId, RequestId and LogicalResourceId of the request.</param>
    public static ResourceResponse Read(string body, IReadOnlyDictionary<string, string> expected)
    {
        if (Encoding.UTF8.GetByteCount(body) > LargestBody)
            return Invalid("Response object is too long.");
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? Read(json.RootElement, expected)
                : Invalid("Invalid response object: it is not a JSON object.");
        }
        catch (JsonException)
        {
            return Invalid("Invalid response object: it is not JSON.");
        }
    }

    private static ResourceResponse Read(JsonElement response, IReadOnlyDictionary<string, string> expected)
    {
        foreach (var (name, value) in expected)
        {
            if (Text(response, name) != value)
                return Invalid($"Invalid response object: {name} must be that of the request.");
        }

        var physicalId = Text(response, "PhysicalResourceId");
        if (physicalId is null or "" || Encoding.UTF8.GetByteCount(physicalId) > 1024)
            return Invalid("Invalid PhysicalResourceId: it must be a string of 1 to 1,024 bytes.");
        return (Text(response, "Status"), Text(response, "Reason")) switch
        {
            ("SUCCESS", _) => Success(response, physicalId),
            ("FAILED", { Length: > 0 } reason) => new Failed(reason, physicalId),
            ("FAILED", _) =>
                new Failed("Invalid response object: Reason must be given when Status is FAILED.", physicalId),
            _ => Invalid("Invalid response object: Status must be SUCCESS or FAILED."),
        };
    }

    private static ResourceResponse Success(JsonElement response, string physicalId)
    {
        if (!response.TryGetProperty("Data", out var data) || data.ValueKind == JsonValueKind.Null)
            return new Succeeded(physicalId, NoData);
        if (data.ValueKind != JsonValueKind.Object)
            return Invalid("Invalid response object: Data must be an object.");
        return new Succeeded(
            physicalId,
            data.EnumerateObject()
                .ToDictionary(item => item.Name, item => item.Value.ToString(), StringComparer.Ordinal));
    }

    private static Failed Invalid(string reason) => new(reason, null);

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
