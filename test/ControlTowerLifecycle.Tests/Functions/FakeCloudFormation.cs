using System.Net;
using System.Text;
using System.Text.Json;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>
/// The bucket behind the response URLs of CloudFormation. It responds with the scripted statuses, then with 200. It
/// throws if a call is not a PUT to the URL of the sample requests, or comes after one that got 200 or 403.
/// </summary>
internal sealed class FakeCloudFormation(TimeProvider time) : HttpMessageHandler
{
    /// <summary>The connection breaks before a response.</summary>
    public const int Lost = 0;

    /// <summary>No response, and the connection stays open.</summary>
    public const int Silent = -1;

    public static readonly string ResponseUrl =
        JsonElement.Parse(Payload.Bytes("CustomResource.Create.json")).Text("ResponseURL");

    private readonly Queue<int> _script = new();
    private readonly List<CloudFormationPut> _puts = [];

    public IReadOnlyList<CloudFormationPut> Puts => _puts;

    /// <summary>The only response that it got.</summary>
    public CloudFormationPut Put => Assert.Single(_puts);

    public void Says(params int[] statuses)
    {
        foreach (var status in statuses)
            _script.Enqueue(status);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Put || request.RequestUri?.AbsoluteUri != ResponseUrl)
            throw new InvalidOperationException("Not the response URL.");
        if (_puts.Any(put => put.Status is 200 or 403))
            throw new InvalidOperationException("There was a response already.");

        var status = _script.TryDequeue(out var scripted) ? scripted : 200;
        var content = request.Content!;
        var type = content.Headers.TryGetValues("Content-Type", out var types) ? string.Join(',', types) : "";
        _puts.Add(new CloudFormationPut(
            status, time.GetUtcNow(), type, await content.ReadAsByteArrayAsync(cancellationToken)));
        switch (status)
        {
            case Lost:
                throw new HttpRequestException(HttpRequestError.ConnectionError, $"Broken: {request.RequestUri}");
            case Silent:
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
                throw new InvalidOperationException("Never came.");
            default:
                return new HttpResponseMessage((HttpStatusCode)status) { RequestMessage = request };
        }
    }
}

/// <summary>A response that CloudFormation got, or would have got.</summary>
internal sealed record CloudFormationPut(int Status, DateTimeOffset At, string ContentType, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonElement.Parse(Body);

    public string Reason => Json.Text("Reason");
}
