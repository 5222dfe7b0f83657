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
    private SandboxHttpServer? _server;
    private int _writes;

    public Uri Address => _server!.Address;

    public IReadOnlyCollection<JsonObject> Connectors => _connectors;

    /// <summary>The account at whose registration the connection breaks, or null.</summary>
    public string? HangsUpOn { get; set; }

    public int Writes => Volatile.Read(ref _writes);

    public static async Task<TinyVendor> StartAsync(string key, CancellationToken cancellationToken)
    {
        var vendor = new TinyVendor(key);
        vendor._server = await SandboxHttpServer.StartAsync(vendor.HandleAsync, cancellationToken);
        return vendor;
    }

    /// <summary>A connector that was there before; in the order of their registration, and before any call.</summary>
    public void Register(string accountId, string roleArn) => Created(
        new JsonObject { ["accountId"] = accountId, ["crossAccountRoleArn"] = roleArn });

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

        var asked = $"{request.Method} {request.Path}";
        if (asked == "POST /api/awsconnectors" && (string?)body["accountId"] is { } wanted && wanted == HangsUpOn)
        {
            context.Abort();
            return;
        }

        var answer = asked switch
        {
            "GET /api/awsconnectorsettings" => new JsonObject { ["externalId"] = ExternalId },
            "GET /api/apikeys/current" => new JsonObject(),
            "POST /api/awsconnectors/search" => Found(body["searchCriteria"]![0]!),
            "POST /api/awsconnectors" => Created(body),
            _ => null,
        };
        if (answer is null)
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        else
            await context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }

    /// <summary>By account, or every one after an ID; they rise.</summary>
    private JsonObject Found(JsonNode criterion) => new()
    {
        ["awsConnectors"] = new JsonArray([.. _connectors
            .Where(one => criterion["idTest"] is null
                ? (string?)one["accountId"] == (string?)criterion["stringValue"]
                : (int)one["ID"]! > (int)criterion["idValue"]!)
            .Select(one => one.DeepClone())]),
    };

    private JsonObject Created(JsonObject wanted)
    {
        wanted["ID"] = Interlocked.Increment(ref _writes);
        _connectors.Enqueue(wanted);
        return wanted.DeepClone().AsObject();
    }
}
