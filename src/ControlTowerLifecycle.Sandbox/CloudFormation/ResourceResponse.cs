using System.Text;
using System.Text.Json;

namespace ControlTowerLifecycle.Sandbox.CloudFormation;

/// <summary>The answer of a custom resource as CloudFormation understands it.</summary>
internal abstract record ResourceResponse
{
    /// <summary>The most bytes an answer may have.</summary>
    public const int LargestBody = 4096;

    private static readonly Dictionary<string, string> NoData = [];

    private ResourceResponse()
    {
    }

    public sealed record Succeeded(string PhysicalResourceId, IReadOnlyDictionary<string, string> Data)
        : ResourceResponse;

    /// <param name="Reason">The function's, or CloudFormation's own where the answer was not to be had or not to be
    /// understood.</param>
    /// <param name="PhysicalResourceId">Null where no answer named one.</param>
    public sealed record Failed(string Reason, string? PhysicalResourceId) : ResourceResponse;

    /// <summary>Reads what was put at the response URL. StackId, RequestId and LogicalResourceId have to be those of
    /// the request.</summary>
    public static ResourceResponse Read(string body, IReadOnlyDictionary<string, string> expected)
    {
        if (Encoding.UTF8.GetByteCount(body) > LargestBody)
            return Invalid("Response object is too long.");
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? Read(json.RootElement, expected)
                : Invalid("Invalid response object: it is no JSON object.");
        }
        catch (JsonException)
        {
            return Invalid("Invalid response object: it is no JSON.");
        }
    }

    private static ResourceResponse Read(JsonElement answer, IReadOnlyDictionary<string, string> expected)
    {
        foreach (var (name, value) in expected)
        {
            if (Text(answer, name) != value)
                return Invalid($"Invalid response object: {name} must be the one of the request.");
        }

        var physicalId = Text(answer, "PhysicalResourceId");
        if (physicalId is null or "" || Encoding.UTF8.GetByteCount(physicalId) > 1024)
            return Invalid("Invalid PhysicalResourceId: it must be a text of 1 to 1,024 bytes.");
        return (Text(answer, "Status"), Text(answer, "Reason")) switch
        {
            ("SUCCESS", _) => Success(answer, physicalId),
            ("FAILED", { Length: > 0 } reason) => new Failed(reason, physicalId),
            ("FAILED", _) =>
                new Failed("Invalid response object: Reason must be given when Status is FAILED.", physicalId),
            _ => Invalid("Invalid response object: Status must be SUCCESS or FAILED."),
        };
    }

    private static ResourceResponse Success(JsonElement answer, string physicalId)
    {
        if (!answer.TryGetProperty("Data", out var data) || data.ValueKind == JsonValueKind.Null)
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
