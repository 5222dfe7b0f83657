using System.Collections.Concurrent;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>A tenant that checks only the API key of a call: its header and its value.</summary>
internal sealed class FakeTenant : HttpMessageHandler
{
    private readonly ConcurrentQueue<string> _receivedKeys = new();

    /// <summary>The accepted key, in the form of <see cref="ReceivedKeys"/>; all other keys are refused.</summary>
    public string? AcceptedKey { get; set; }

    public int RefusalStatus { get; set; } = 401;

    /// <summary>The keys of all calls, in order of arrival; a key in the legacy header starts with "legacy ".</summary>
    public IReadOnlyList<string> ReceivedKeys => [.. _receivedKeys];

    public void ClearReceivedKeys() => _receivedKeys.Clear();

    /// <summary>A call waits for this task before the response.</summary>
    public Func<Task> Gate { get; set; } = () => Task.CompletedTask;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = await ScriptedHttp.ReadAsync(request, cancellationToken);
        var key = (sent.Header("Authorization"), sent.Header("api-secret-key")) switch
        {
            ({ } current, null) => current,
            (null, { } legacy) => $"legacy {legacy}",
            _ => throw new UnexpectedCallException("with both headers or none"),
        };
        _receivedKeys.Enqueue(key);
        await Gate();
        return ScriptedHttp.Response(key == AcceptedKey ? 200 : RefusalStatus, new ByteArrayContent("{}"u8.ToArray()));
    }
}
