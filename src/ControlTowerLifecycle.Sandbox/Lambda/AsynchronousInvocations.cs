using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>The internal queue of a function: an event is tried three times under one request id, then recorded at the
/// failure destination or lost.</summary>
internal sealed class AsynchronousInvocations(
    SandboxFunctionSettings settings,
    Func<string, string, CancellationToken, Task<InvocationResult>> invoke,
    TimeProvider time) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private int _pending;

    /// <summary>Events that are being tried or wait for their next attempt.</summary>
    public int Pending => Volatile.Read(ref _pending);

    public async Task<InvocationResult> RunAsync(string payload)
    {
        Interlocked.Increment(ref _pending);
        try
        {
            return await RunAsync(Guid.NewGuid().ToString(), payload);
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
        }
    }

    /// <summary>Stops waiting and retrying. The attempts that run end when the function's environments do.</summary>
    public async ValueTask DisposeAsync() => await _stopping.CancelAsync();

    private async Task<InvocationResult> RunAsync(string requestId, string payload)
    {
        var attempts = settings.RetryDelays.Count + 1;
        for (var attempt = 1; ; attempt++)
        {
            var result = await invoke(requestId, payload, _stopping.Token);
            if (result is InvocationResult.Succeeded)
                return result;
            if (attempt == attempts)
            {
                settings.OnFailure?.Send(Record(requestId, payload, result, attempts));
                return result;
            }

            await Task.Delay(settings.RetryDelays[attempt - 1], time, _stopping.Token);
        }
    }

    private string Record(string requestId, string payload, InvocationResult result, int attempts) =>
        WireJson.Text(new JsonObject
        {
            ["version"] = "1.0",
            ["timestamp"] = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["requestContext"] = new JsonObject
            {
                ["requestId"] = requestId,
                ["functionArn"] = $"{settings.Arn}:$LATEST",
                ["condition"] = "RetriesExhausted",
                ["approximateInvokeCount"] = attempts,
            },
            ["requestPayload"] = JsonNode.Parse(payload),
            ["responseContext"] = new JsonObject
            {
                ["statusCode"] = 200,
                ["executedVersion"] = "$LATEST",
                ["functionError"] = "Unhandled",
            },
            ["responsePayload"] = Json(result.Payload),
        });

    private static JsonNode? Json(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
