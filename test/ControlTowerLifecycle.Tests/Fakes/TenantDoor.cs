using System.Collections.Concurrent;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>
/// A tenant that looks at nothing but the key: how it was presented, and whether it is the one that is taken.
/// </summary>
internal sealed class TenantDoor : HttpMessageHandler
{
    private readonly ConcurrentQueue<string> _presented = new();

    /// <summary>
    /// The presentation that is taken, as it stands in <see cref="Presented"/>; anything else is refused.
    /// </summary>
    public string? Taken { get; set; }

    public int Refusal { get; set; } = 401;

    /// <summary>Every presentation in order; several callers may come at once.</summary>
    public IReadOnlyList<string> Presented => [.. _presented];

    public void Forget() => _presented.Clear();

    /// <summary>What a call waits for before it is answered.</summary>
    public Func<Task> Gate { get; set; } = () => Task.CompletedTask;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = await ScriptedHttp.ReadAsync(request, cancellationToken);
        var presented = (sent.Header("Authorization"), sent.Header("api-secret-key")) switch
        {
            ({ } key, null) => key,
            (null, { } key) => $"legacy {key}",
            _ => throw new UnexpectedCallException("with both headers or none"),
        };
        _presented.Enqueue(presented);
        await Gate();
        return ScriptedHttp.Response(presented == Taken ? 200 : Refusal, new ByteArrayContent("{}"u8.ToArray()));
    }
}
