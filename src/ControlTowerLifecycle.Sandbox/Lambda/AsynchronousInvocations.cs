using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>The internal event queue of a function. Lambda tries an event three times with the same request id. Then it
/// sends a record to the failure destination, if there is one.</summary>
internal sealed class AsynchronousInvocations(
    SandboxFunctionSettings settings,
    Func<string, string, CancellationToken, Task<InvocationResult>> invoke,
    TimeProvider time) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private int _pending;

    /// <summary>Events that are running or wait for their next attempt.</summary>
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

    /// <summary>Stops retries. Running attempts end with the function's environments.</summary>
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
