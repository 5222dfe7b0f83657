using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>An HTTP server on this machine that records every call in order of arrival.</summary>
internal sealed class Loopback : IAsyncDisposable
{
    private readonly ConcurrentQueue<HttpCall> _calls = new();
    private readonly WebApplication _app;

    private Loopback(Func<HttpCall, HttpContext, Task> respond)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(async context =>
        {
            var call = await HttpCall.ReadAsync(context);
            _calls.Enqueue(call);
            await respond(call, context);
        });
    }

    public IReadOnlyList<HttpCall> Calls => [.. _calls];

    /// <summary>Host and port, as in AWS_LAMBDA_RUNTIME_API.</summary>
    public string Address => new Uri(_app.Urls.Single()).Authority;

    public static async Task<Loopback> StartAsync(Func<HttpCall, HttpContext, Task> respond)
    {
        var loopback = new Loopback(respond);
        await loopback._app.StartAsync(TestContext.Current.CancellationToken);
        return loopback;
    }

    /// <summary>A server that must not be called: it returns 418.</summary>
    public static Task<Loopback> ForbiddenAsync() => StartAsync((_, context) =>
    {
        context.Response.StatusCode = StatusCodes.Status418ImATeapot;
        return Task.CompletedTask;
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>A recorded call.</summary>
internal sealed record HttpCall(
    string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body, string ConnectionId)
{
    /// <summary>Path and query, not decoded.</summary>
    public required string RawTarget { get; init; }

    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonElement.Parse(Text);

    /// <summary>Method and path, without the prefix of all paths of the Runtime API.</summary>
    public override string ToString() => $"{Method} {Path.Replace("/2018-06-01/runtime/", "", StringComparison.Ordinal)}";

    public static async Task<HttpCall> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new HttpCall(
            context.Request.Method, context.Request.Path.Value ?? "", headers, body.ToArray(), context.Connection.Id)
        {
            RawTarget = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
        };
    }
}
