using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox;
using Microsoft.AspNetCore.Http;

namespace ControlTowerLifecycle.EndToEnd.Tests.Moto;

/// <summary>
/// The part of the vendor's API that the onboarding of an account needs, written from the API reference and not from
/// the sandbox. It does not check roles. Every other request gets 404.
/// </summary>
internal sealed class MinimalVendor(string key) : IAsyncDisposable
{
    public const string ExternalId = "0f1e2d3c-minimal-vendor";

    private readonly ConcurrentQueue<JsonObject> _connectors = new();
    private SandboxHttpServer? _server;
    private int _writes;

    public Uri Address => _server!.Address;

    public IReadOnlyCollection<JsonObject> Connectors => _connectors;

    /// <summary>The account whose registration the vendor aborts by closing the connection, or null.</summary>
    public string? AbortedAccount { get; set; }

    public int Writes => Volatile.Read(ref _writes);

    public static async Task<MinimalVendor> StartAsync(string key, CancellationToken cancellationToken)
    {
        var vendor = new MinimalVendor(key);
        vendor._server = await SandboxHttpServer.StartAsync(vendor.HandleAsync, cancellationToken);
        return vendor;
    }

    /// <summary>Adds a connector. It must be called before the vendor receives its first request.</summary>
    public void Register(string accountId, string roleArn) => Create(
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

        var operation = $"{request.Method} {request.Path}";
        if (operation == "POST /api/awsconnectors" && AbortedAccount is { } aborted
            && (string?)body["accountId"] == aborted)
        {
            context.Abort();
            return;
        }

        var response = operation switch
        {
            "GET /api/awsconnectorsettings" => new JsonObject { ["externalId"] = ExternalId },
            "GET /api/apikeys/current" => new JsonObject(),
            "POST /api/awsconnectors/search" => Search(body["searchCriteria"]![0]!),
            "POST /api/awsconnectors" => Create(body),
            _ => null,
        };
        if (response is null)
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        else
            await context.Response.WriteAsync(response.ToJsonString(), context.RequestAborted);
    }

    /// <summary>Finds the connectors of an account or role, or all connectors after an ID, in ascending order.</summary>
    private JsonObject Search(JsonNode criterion) => new()
    {
        ["awsConnectors"] = new JsonArray([.. _connectors
            .Where(connector => criterion["idTest"] is null
                ? (string?)connector[(string)criterion["fieldName"]!] == (string?)criterion["stringValue"]
                : (int)connector["ID"]! > (int)criterion["idValue"]!)
            .Select(connector => connector.DeepClone())]),
    };

    private JsonObject Create(JsonObject connector)
    {
        connector["ID"] = Interlocked.Increment(ref _writes);
        _connectors.Enqueue(connector);
        return connector.DeepClone().AsObject();
    }
}
