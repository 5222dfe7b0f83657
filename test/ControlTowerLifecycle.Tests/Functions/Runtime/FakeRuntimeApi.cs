using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace ControlTowerLifecycle.Tests.Functions.Runtime;

/// <summary>
/// The Runtime API with the state machine of the platform: it hands out the scripted events one by one and takes
/// exactly one answer or error for each. Once the script is over, the container is broken (500), which ends a loop. A
/// call that the platform forbids fails the test when this is disposed of, and so does a secret in any body.
/// </summary>
internal sealed partial class FakeRuntimeApi : IAsyncDisposable
{
    /// <summary>6 MiB and 100 bytes: "Function.ResponseSizeTooLarge" beyond.</summary>
    private const int LargestResponse = (6 * 1024 * 1024) + 100;

    private readonly Queue<Next> _script;
    private readonly List<string> _forbidden = [];
    private Loopback _http = null!;
    private string? _inFlight;
    private bool _isServing;
    private bool _isOver;

    private FakeRuntimeApi(IEnumerable<Next> script) => _script = new Queue<Next>(script);

    public string Address => _http.Address;

    public IReadOnlyList<HttpCall> Calls => _http.Calls;

    /// <summary>What the platform says to answers and errors; null where its state decides.</summary>
    public int? AnswersWith { get; init; }

    public HttpCall Call(string call) => Assert.Single(Calls, made => made.ToString() == call);

    public static Task<FakeRuntimeApi> StartAsync(params Next[] script) => StartAsync(new FakeRuntimeApi(script));

    /// <summary>A platform that says the same to every answer and error.</summary>
    public static Task<FakeRuntimeApi> AnsweringAsync(int status, params Next[] script) =>
        StartAsync(new FakeRuntimeApi(script) { AnswersWith = status });

    /// <summary>What was forbidden so far; it is forgiven.</summary>
    public IReadOnlyList<string> TakeForbidden()
    {
        string[] taken = [.. _forbidden];
        _forbidden.Clear();
        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await _http.DisposeAsync();
        Assert.Empty(_forbidden);
        Assert.All(Calls, call => Secrets.AssertAbsent(call.Text));
    }

    private static async Task<FakeRuntimeApi> StartAsync(FakeRuntimeApi api)
    {
        api._http = await Loopback.StartAsync(api.HandleAsync);
        return api;
    }

    private async Task HandleAsync(HttpCall call, HttpContext context)
    {
        var status = _isOver ? Forbid(call, "after the end") : call.ToString().Split('/', ' ') switch
        {
            ["GET", "invocation", "next"] => await HandOutAsync(call, context),
            ["POST", "invocation", var id, "response"] => Take(call, id, call.Body.Length > LargestResponse ? 413 : 202),
            ["POST", "invocation", var id, "error"] => Take(call, id, IsError(call) ? 202 : Forbid(call, "malformed")),
            ["POST", "init", "error"] => TakeInitError(call),
            _ => Forbid(call, "unknown"),
        };
        if (!context.Response.HasStarted)
            context.Response.StatusCode = status;
    }

    private async Task<int> HandOutAsync(HttpCall call, HttpContext context)
    {
        if (_inFlight is not null)
            return Forbid(call, $"while {_inFlight} is not answered");

        _isServing = true;
        var next = _script.Count > 0 ? _script.Dequeue() : Next.Refused(500);
        if (next.IsLost)
        {
            context.Abort();
            return 0;
        }

        _isOver = next.Status >= 500;
        if (next.Status != 200)
            return next.Status;

        _inFlight = next.RequestId;
        Add(context, "Lambda-Runtime-Aws-Request-Id", next.RequestId);
        Add(context, "Lambda-Runtime-Deadline-Ms", next.DeadlineMs);
        Add(context, "Lambda-Runtime-Trace-Id", next.TraceId);
        await context.Response.Body.WriteAsync(next.Payload, context.RequestAborted);
        return 200;
    }

    private static void Add(HttpContext context, string header, string? value)
    {
        if (value is not null)
            context.Response.Headers[header] = value;
    }

    private int Take(HttpCall call, string requestId, int status)
    {
        if (_inFlight != requestId)
            return Forbid(call, "not in flight");

        // Whatever the platform says, it is through with the invocation: a refusal tells the caller of it, too.
        _inFlight = null;
        _isOver = AnswersWith >= 500;
        return AnswersWith ?? status;
    }

    private int TakeInitError(HttpCall call)
    {
        if (_isServing)
            return Forbid(call, "after init");
        if (!IsError(call))
            return Forbid(call, "malformed");

        _isOver = true;
        return AnswersWith ?? 202;
    }

    private int Forbid(HttpCall call, string why)
    {
        _forbidden.Add($"{call}: {why}");
        return 403;
    }

    private static bool IsError(HttpCall call) =>
        call.Headers.TryGetValue("Lambda-Runtime-Function-Error-Type", out var type) && ErrorType().IsMatch(type)
        && call.Headers["Content-Type"] == "application/vnd.aws.lambda.error+json"
        && call.Json.GetProperty("errorMessage").ValueKind == JsonValueKind.String
        && call.Json.Text("errorType") == type
        && call.Json.GetProperty("stackTrace").EnumerateArray().All(line => line.ValueKind == JsonValueKind.String);

    [GeneratedRegex(@"^(Runtime|Function)\.[A-Z][A-Za-z]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ErrorType();
}
