using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>EventBridge: PutEvents to the default bus. Single entries can fail in a response with HTTP 200.</summary>
internal sealed class EventsService(IEventBus bus, string region) : IAwsService
{
    private const int MostEntries = 10;
    private const int LargestEntry = 256 * 1024;
    private const int LongestDetailType = 128;
    private const int BytesOfTime = 14;
    private int _put;

    public AwsServiceContract Contract { get; } = new()
    {
        Name = "events",
        Protocol = AwsProtocol.Json11,
        Id = "AWSEvents",
        ThrottlingCode = "ThrottlingException",
        ValidationCode = "ValidationException",
    };

    public IReadOnlyList<AwsOperation> Operations => field ??=
        [AwsOperation.Write("PutEvents", BusArn, PutEvents) with { Context = Source }];

    /// <summary>The condition key is the source that all entries have; entries with several sources match no single one.</summary>
    private static (string Key, string? Value) Source(AwsCall call) => (
        "events:source",
        string.Join(
            ' ',
            call.List("Entries").Select(entry => entry is JsonObject fields ? Text(fields, "Source") : null).Distinct(StringComparer.Ordinal)));

    private string BusArn(AwsCall call) => $"arn:aws:events:{region}:{call.Caller.AccountId}:event-bus/default";

    private JsonObject PutEvents(AwsCall call)
    {
        var entries = call.List("Entries");
        if (entries.Count is 0 or > MostEntries)
            throw call.Invalid(
                $"Value at 'entries' failed to satisfy constraint: Member must have length 1 to {MostEntries}");
        var results = entries
            .Select(entry => Put(call, entry as JsonObject ?? throw call.Invalid("An entry must be an object.")))
            .ToArray();
        return new JsonObject
        {
            ["FailedEntryCount"] = results.Count(result => result.ContainsKey("ErrorCode")),
            ["Entries"] = new JsonArray([.. results]),
        };
    }

    private JsonObject Put(AwsCall call, JsonObject entry)
    {
        var source = Text(entry, "Source");
        var detailType = Text(entry, "DetailType");
        var detail = Text(entry, "Detail");
        if (source is null || detailType is null || detail is null)
            return Failed("InvalidArgument", "Parameters Source, DetailType and Detail are required.");
        if (source.StartsWith("aws.", StringComparison.Ordinal))
            return Failed("NotAuthorizedForSourceException", $"Not authorized for the source {source}.");
        if (detailType.Length > LongestDetailType)
            return Failed("InvalidArgument", $"Detail type must have at most {LongestDetailType} characters.");
        if (!IsObject(detail))
            return Failed("MalformedDetail", "Detail is malformed.");
        if (Text(entry, "EventBusName") is { } name && name != "default"
            && !name.EndsWith(":event-bus/default", StringComparison.Ordinal))
            return Failed("ResourceNotFoundException", $"Event bus {name} does not exist.");
        if (Size(entry, source + detailType + detail) > LargestEntry)
            return Failed("InvalidArgument", "Total size of the entry is over the limit.");

        var id = $"00000000-0000-4000-a000-{Interlocked.Increment(ref _put):x12}";
        var resources = (entry["Resources"] as JsonArray ?? []).Select(arn => arn!.GetValue<string>()).ToArray();
        var time = Time(entry) ?? call.Now;
        bus.Put(new SandboxEvent(id, source, detailType, call.Caller.AccountId, region, time, resources, detail));
        return new JsonObject { ["EventId"] = id };
    }

    /// <summary>The user guide, "Calculating PutEvents event entry size".</summary>
    private static int Size(JsonObject entry, string texts) =>
        Encoding.UTF8.GetByteCount(texts)
        + (entry.ContainsKey("Time") ? BytesOfTime : 0)
        + (entry["Resources"] as JsonArray ?? []).Sum(arn => Encoding.UTF8.GetByteCount(arn!.GetValue<string>()));

    private static string? Text(JsonObject entry, string name) =>
        entry[name]?.GetValue<string>() is { Length: > 0 } text ? text : null;

    private static DateTimeOffset? Time(JsonObject entry) =>
        entry["Time"] is JsonValue time && time.TryGetValue<double>(out var seconds)
        ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
        : null;

    private static bool IsObject(string detail)
    {
        try
        {
            return JsonNode.Parse(detail) is JsonObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static JsonObject Failed(string code, string message) =>
        new() { ["ErrorCode"] = code, ["ErrorMessage"] = message };
}
