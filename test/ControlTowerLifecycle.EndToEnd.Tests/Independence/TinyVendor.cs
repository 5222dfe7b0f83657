using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox;
using Microsoft.AspNetCore.Http;

namespace ControlTowerLifecycle.EndToEnd.Tests.Independence;

/// <summary>
/// As little of the vendor's API as the onboarding of an account takes, written from the API reference and not from the
/// sandbox. It knows nothing of roles. Whatever else it is asked is a 404.
/// </summary>
internal sealed class TinyVendor(string key) : IAsyncDisposable
{
    public const string ExternalId = "0f1e2d3c-tiny-vendor";

    private readonly ConcurrentQueue<JsonObject> _connectors = new();
    private Loopback? _server;
    private int _writes;

    public Uri Address => _server!.Address;

    public IReadOnlyCollection<JsonObject> Connectors => _connectors;

    public int Writes => Volatile.Read(ref _writes);

    public static async Task<TinyVendor> StartAsync(string key, CancellationToken cancellationToken)
    {
        var vendor = new TinyVendor(key);
        vendor._server = await Loopback.StartAsync(vendor.HandleAsync, cancellationToken);
        return vendor;
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        var body = text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
        if (request.Headers["api-version"] != "v1" || request.Headers.Authorization != $"ApiKey {key}")
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var answer = $"{request.Method} {request.Path}" switch
        {
            "GET /api/awsconnectorsettings" => new JsonObject { ["externalId"] = ExternalId },
            "POST /api/awsconnectors/search" => Found((string?)body["searchCriteria"]![0]!["stringValue"]),
            "POST /api/awsconnectors" => Created(body),
            _ => null,
        };
        if (answer is null)
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        else
            await context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }

    private JsonObject Found(string? accountId) => new()
    {
        ["awsConnectors"] = new JsonArray(
            [.. _connectors.Where(one => (string?)one["accountId"] == accountId).Select(one => one.DeepClone())]),
    };

    private JsonObject Created(JsonObject wanted)
    {
        wanted["ID"] = Interlocked.Increment(ref _writes);
        _connectors.Enqueue(wanted);
        return wanted.DeepClone().AsObject();
    }
}
