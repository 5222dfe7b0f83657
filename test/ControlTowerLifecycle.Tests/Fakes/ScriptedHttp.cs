using System.Net;
using System.Text;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>A request as it is sent.</summary>
internal sealed record SentRequest(string Method, Uri Uri, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>Returns the scripted responses in order, records all requests, and throws after the last one.</summary>
internal sealed class ScriptedHttp : HttpMessageHandler
{
    private readonly Queue<Func<SentRequest, CancellationToken, Task<HttpResponseMessage>>> _script = new();

    public List<SentRequest> Sent { get; } = [];

    public bool IsOver => _script.Count == 0;

    public ScriptedHttp Answer(int status, string body = "", params (string Name, string Value)[] headers) =>
        Answer(status, new ByteArrayContent(Encoding.UTF8.GetBytes(body)), headers);

    public ScriptedHttp Answer(int status, HttpContent body, params (string Name, string Value)[] headers)
    {
        _script.Enqueue((_, _) => Task.FromResult(Response(status, body, headers)));
        return this;
    }

    public ScriptedHttp Answer(Func<SentRequest, int> status)
    {
        _script.Enqueue((request, _) => Task.FromResult(Response(status(request), new ByteArrayContent("{}"u8.ToArray()))));
        return this;
    }

    public ScriptedHttp Fail(Exception fault)
    {
        _script.Enqueue((_, _) => Task.FromException<HttpResponseMessage>(fault));
        return this;
    }

    /// <summary>
    /// Runs <paramref name="meanwhile"/> instead of a response. It throws if the caller still waits after that.
    /// </summary>
    public ScriptedHttp Hang(Action meanwhile)
    {
        _script.Enqueue(async (_, cancellationToken) =>
        {
            var cancelled = new TaskCompletionSource<HttpResponseMessage>();
            await using var registration = cancellationToken.Register(() => cancelled.TrySetCanceled(cancellationToken));
            meanwhile();
            cancelled.TrySetException(new UnexpectedCallException("a wait for the response"));
            return await cancelled.Task;
        });
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = await ReadAsync(request, cancellationToken);
        Sent.Add(sent);
        return _script.TryDequeue(out var respond)
            ? await respond(sent, cancellationToken)
            : throw new UnexpectedCallException($"{sent.Method} {sent.Uri}");
    }

    public static async Task<SentRequest> ReadAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : "";
        var headers = request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>());
        return new SentRequest(
            request.Method.Method,
            request.RequestUri!,
            headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase),
            body);
    }

    public static HttpResponseMessage Response(
        int status, HttpContent body, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = body };
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);

        return response;
    }
}
