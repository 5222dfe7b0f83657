using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace ControlTowerLifecycle.Tests.Functions.Runtime;

/// <summary>
/// The Runtime API with the state machine of Lambda. It returns the scripted events one by one and accepts exactly one
/// response or error for each. After the last event it returns 500, which ends the loop. A forbidden call or a secret
/// in a body fails the test on disposal.
/// </summary>
internal sealed partial class FakeRuntimeApi : IAsyncDisposable
{
    /// <summary>6 MiB and 100 bytes. Lambda reports a larger response as Function.ResponseSizeTooLarge.</summary>
    private const int MaximumResponse = (6 * 1024 * 1024) + 100;

    private readonly Queue<Next> _script;
    private readonly List<string> _forbidden = [];
    private Loopback _http = null!;
    private string? _inFlight;
    private bool _isServing;
    private bool _isOver;

    private FakeRuntimeApi(IEnumerable<Next> script) => _script = new Queue<Next>(script);

    public string Address => _http.Address;

    public IReadOnlyList<HttpCall> Calls => _http.Calls;

    /// <summary>The status for every response and error; null if the state decides.</summary>
    public int? FixedStatus { get; init; }

    public HttpCall Call(string call) => Assert.Single(Calls, other => other.ToString() == call);

    public static Task<FakeRuntimeApi> StartAsync(params Next[] script) => StartAsync(new FakeRuntimeApi(script));

    /// <summary>Starts with one status for every response and error.</summary>
    public static Task<FakeRuntimeApi> StartWithStatusAsync(int status, params Next[] script) =>
        StartAsync(new FakeRuntimeApi(script) { FixedStatus = status });

    /// <summary>Returns the forbidden calls and clears the list.</summary>
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
            ["GET", "invocation", "next"] => await ReturnNextAsync(call, context),
            ["POST", "invocation", var id, "response"] =>
                Accept(call, id, call.Body.Length > MaximumResponse ? 413 : 202),
            ["POST", "invocation", var id, "error"] =>
                Accept(call, id, IsError(call) ? 202 : Forbid(call, "malformed")),
            ["POST", "init", "error"] => AcceptInitError(call),
            _ => Forbid(call, "unknown"),
        };
        if (!context.Response.HasStarted)
            context.Response.StatusCode = status;
    }

    private async Task<int> ReturnNextAsync(HttpCall call, HttpContext context)
    {
        if (_inFlight is not null)
            return Forbid(call, $"while {_inFlight} has no response");

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

    private int Accept(HttpCall call, string requestId, int status)
    {
        if (_inFlight != requestId)
            return Forbid(call, "not in flight");

        // A refusal ends the invocation too: Lambda reports it to the caller.
        _inFlight = null;
        _isOver = FixedStatus >= 500;
        return FixedStatus ?? status;
    }

    private int AcceptInitError(HttpCall call)
    {
        if (_isServing)
            return Forbid(call, "after init");
        if (!IsError(call))
            return Forbid(call, "malformed");

        _isOver = true;
        return FixedStatus ?? 202;
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
