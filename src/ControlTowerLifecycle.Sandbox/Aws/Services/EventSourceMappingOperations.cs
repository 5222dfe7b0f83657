using System.Net;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>Lambda's operations on event source mappings: list, enable and disable.</summary>
internal sealed class EventSourceMappingOperations(FunctionDirectory functions, string region)
{
    private const string FunctionName = nameof(FunctionName);
    private const string Uuid = "UUID";
    private const string Enabled = nameof(Enabled);
    private const string ListPath = "/2015-03-31/event-source-mappings";

    public IReadOnlyList<AwsOperation> All =>
    [
        List(ListPath),
        // Older clients end the path with a slash.
        List($"{ListPath}/"),
        new("UpdateEventSourceMapping", MappingArn, UpdateAsync)
        {
            Path = $"{ListPath}/{{UUID}}",
            Bind = (request, body) =>
            {
                var input = JsonNode.Parse(body is "" ? "{}" : body) as JsonObject ?? [];
                input[Uuid] = request.Path.Value!.Split('/')[^1];
                return input;
            },
            Respond = (context, result, cancellationToken) =>
            {
                context.Response.StatusCode = (int)HttpStatusCode.Accepted;
                context.Response.ContentType = "application/json";
                return context.Response.WriteAsync(result.ToJsonString(), cancellationToken);
            },
        },
    ];

    private AwsOperation List(string path) => AwsOperation.Read("ListEventSourceMappings", AwsOperation.AnyResource, Read) with
    {
        Path = path,
        Bind = (request, _) => new JsonObject { [FunctionName] = request.Query[FunctionName].ToString() },
    };

    private JsonObject Read(AwsCall call)
    {
        var name = call.Text(FunctionName)?.Split(':')[^1];
        return new JsonObject
        {
            ["EventSourceMappings"] = new JsonArray(
                [.. functions.Mappings.Where(mapping => name is null || mapping.FunctionName == name).Select(ToJson)]),
        };
    }

    private async ValueTask<JsonObject> UpdateAsync(AwsCall call, CancellationToken cancellationToken)
    {
        var id = call.Required(Uuid);
        var mapping = functions.Mappings.FirstOrDefault(mapping => mapping.Uuid == id)
            ?? throw new AwsErrorException(
                "ResourceNotFoundException", "The resource you requested does not exist.", HttpStatusCode.NotFound);
        if (call.Text(Enabled) is { } enabled)
            await mapping.SetEnabledAsync(enabled == "true").WaitAsync(cancellationToken);
        return ToJson(mapping);
    }

    private string MappingArn(AwsCall call) =>
        $"arn:aws:lambda:{region}:{call.Caller.AccountId}:event-source-mapping:{call.Required(Uuid)}";

    private JsonObject ToJson(IMapping mapping) => new()
    {
        [Uuid] = mapping.Uuid,
        ["BatchSize"] = mapping.BatchSize,
        ["EventSourceArn"] = mapping.QueueArn,
        ["FunctionArn"] = functions.ByName(mapping.FunctionName)!.Settings.Arn,
        ["State"] = mapping.IsEnabled ? "Enabled" : "Disabled",
        ["LastProcessingResult"] = "OK",
    };
}

/// <summary>An event source mapping that an operator can disable.</summary>
internal interface IMapping
{
    string Uuid { get; }

    string FunctionName { get; }

    string QueueArn { get; }

    int BatchSize { get; }

    bool IsEnabled { get; }

    /// <summary>Completes when a running batch has ended or the poller has started.</summary>
    Task SetEnabledAsync(bool enabled);
}
