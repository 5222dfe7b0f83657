using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox;
using Microsoft.AspNetCore.Http;

namespace ControlTowerLifecycle.EndToEnd.Tests.Moto;

/// <summary>
/// The part of the Cloud Accounts API that the onboarding of an account needs, written from the API reference and not
/// from the sandbox. It does not check roles: every account is managed at once. Every other request gets 404.
/// </summary>
internal sealed class MinimalVisionOne(string key) : IAsyncDisposable
{
    private const string Accounts = "/v3.0/cam/awsAccounts";

    private readonly ConcurrentDictionary<string, JsonObject> _accounts = new(StringComparer.Ordinal);
    private SandboxHttpServer? _server;

    public Uri Address => _server!.Address;

    public static async Task<MinimalVisionOne> StartAsync(string key, CancellationToken cancellationToken)
    {
        var vendor = new MinimalVisionOne(key);
        vendor._server = await SandboxHttpServer.StartAsync(vendor.HandleAsync, cancellationToken);
        return vendor;
    }

    /// <summary>Connects an account.</summary>
    public void Connect(string accountId, string roleArn) => _accounts[accountId] = new JsonObject
    {
        ["id"] = accountId,
        ["name"] = $"alias-{accountId}",
        ["roleArn"] = roleArn,
        ["state"] = "managed",
    };

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        if (request.Headers.Authorization != $"Bearer {key}")
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var (status, body) = $"{request.Method} {request.Path}" switch
        {
            "GET /v3.0/healthcheck/connectivity" => (200, new JsonObject { ["status"] = "available" }),
            $"GET {Accounts}" => (200, new JsonObject
            {
                ["items"] = new JsonArray([.. _accounts.Values.Select(account => account.DeepClone())]),
            }),
            $"POST {Accounts}" => Connect(JsonNode.Parse(text)!),
            var operation when operation.StartsWith($"GET {Accounts}/", StringComparison.Ordinal)
                && _accounts.TryGetValue(operation[^12..], out var account) => (200, account.DeepClone().AsObject()),
            _ => (404, new JsonObject { ["error"] = new JsonObject { ["code"] = "NotFound", ["message"] = "Not found." } }),
        };
        context.Response.StatusCode = status;
        if (body is not null)
            await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    private (int Status, JsonObject? Body) Connect(JsonNode body)
    {
        var role = (string)body["roleArn"]!;
        Connect(role.Split(':')[4], role);
        return (201, null);
    }
}
