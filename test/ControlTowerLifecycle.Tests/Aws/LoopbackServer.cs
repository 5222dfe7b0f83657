using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Aws;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace ControlTowerLifecycle.Tests.Aws;

/// <summary>
/// A server that sends the responses of a test: for each operation in the order in which they were added.
/// An unexpected call fails the test, even if the code under test handles the error.
/// </summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    public const string SecretAccessKey = "the-secret-access-key";
    public const string SessionToken = "the-session-token";

    private readonly ConcurrentDictionary<string, ConcurrentQueue<Func<HttpContext, Task>>> _replies =
        new(StringComparer.Ordinal);

    private readonly ConcurrentQueue<string> _unregistered = [];
    private readonly ConcurrentQueue<ReceivedCall> _calls = [];
    private readonly WebApplication _application;

    private LoopbackServer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.Run(RespondAsync);
    }

    public IReadOnlyList<ReceivedCall> Calls => [.. _calls];

    public Uri Url => new(_application.Services.GetRequiredService<IServer>()
        .Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());

    public static async Task<LoopbackServer> StartAsync()
    {
        var server = new LoopbackServer();
        await server._application.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public AwsConnection Connection(string region = "eu-west-1") =>
        AwsConnection.FromEnvironment(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_REGION"] = region,
            ["AWS_ACCESS_KEY_ID"] = "ASIACALLER",
            ["AWS_SECRET_ACCESS_KEY"] = SecretAccessKey,
            ["AWS_SESSION_TOKEN"] = SessionToken,
            ["AWS_ENDPOINT_URL"] = Url.AbsoluteUri,
        });

    public LoopbackServer On(string operation, string payload, int status = 200) =>
        On(operation, async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = payload.EndsWith(".xml", StringComparison.Ordinal)
                ? "text/xml" : "application/x-amz-json-1.1";
            context.Response.Headers["x-amzn-RequestId"] = "request-1";
            await context.Response.WriteAsync(Payload(payload), context.RequestAborted);
        });

    public LoopbackServer On(string operation, Func<HttpContext, Task> reply)
    {
        _replies.GetOrAdd(operation, _ => []).Enqueue(reply);
        return this;
    }

    /// <summary>One call was made, with this JSON and nothing else.</summary>
    public void AssertSent(string json)
    {
        var sent = Assert.Single(Calls).Body;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(sent)), sent);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        Assert.Empty(_unregistered);
    }

    public static string Payload(string file) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Aws", "Payloads", file));

    private async Task RespondAsync(HttpContext context)
    {
        var call = await ReceivedCall.FromAsync(context.Request);
        _calls.Enqueue(call);
        if (_replies.TryGetValue(call.Operation, out var queue) && queue.TryDequeue(out var reply))
        {
            await reply(context);
            return;
        }

        _unregistered.Enqueue(call.Operation);
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
    }
}

/// <summary>A received request. The operation of a REST service is its path.</summary>
internal sealed record ReceivedCall(
    string Operation, string Authorization, string Body, IReadOnlyDictionary<string, string> Fields)
{
    public required IHeaderDictionary Headers { get; init; }

    public static async Task<ReceivedCall> FromAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        var target = request.Headers["X-Amz-Target"].ToString();
        var path = request.Path.Value is "/" or null ? "" : request.Path.Value;
        var fields = (target + path).Length > 0 ? [] : Form(body);
        return new ReceivedCall(
            target.Length > 0 ? target[(target.IndexOf('.', StringComparison.Ordinal) + 1)..]
            : path.Length > 0 ? path
            : fields["Action"],
            request.Headers.Authorization.ToString(),
            body,
            fields)
        {
            Headers = new HeaderDictionary(request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase)),
        };
    }

    private static Dictionary<string, string> Form(string body) =>
        body.Split('&').Select(field => field.Split('=', 2)).ToDictionary(
            field => Uri.UnescapeDataString(field[0]),
            field => Uri.UnescapeDataString(field[1]),
            StringComparer.Ordinal);
}
