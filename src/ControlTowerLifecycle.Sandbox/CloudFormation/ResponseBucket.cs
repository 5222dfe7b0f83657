using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace ControlTowerLifecycle.Sandbox.CloudFormation;

/// <summary>
/// The S3 bucket for the responses of custom resources, with presigned URLs. Like S3 it does not read the response. It
/// checks the method, the exact URL, the content type (none was signed) and the content length.
/// </summary>
internal sealed class ResponseBucket : IAsyncDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    private readonly ConcurrentDictionary<string, PresignedUrl> _urls = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private SandboxHttpServer? _server;
    private int _unavailable;

    private ResponseBucket(TimeProvider time) => _time = time;

    /// <summary>If true, every URL counts as expired and returns 403.</summary>
    public bool Expired { get; set; }

    public static async Task<ResponseBucket> StartAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var bucket = new ResponseBucket(time);
        bucket._server = await SandboxHttpServer.StartAsync(bucket.HandleAsync, cancellationToken);
        return bucket;
    }

    /// <summary>The next <paramref name="requests"/> requests return 503.</summary>
    public void BeUnavailable(int requests) => Interlocked.Add(ref _unavailable, requests);

    /// <summary>Creates a URL for one object. It is valid for two hours.</summary>
    public PresignedUrl Presign(string key)
    {
        var now = _time.GetUtcNow();
        var today = now.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var query = string.Join('&',
            "X-Amz-Algorithm=AWS4-HMAC-SHA256",
            $"X-Amz-Date={now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}",
            "X-Amz-SignedHeaders=host",
            $"X-Amz-Expires={(int)Lifetime.TotalSeconds}",
            $"X-Amz-Credential=ASIASANDBOX%2F{today}%2Feu-west-1%2Fs3%2Faws4_request",
            $"X-Amz-Signature={RandomNumberGenerator.GetHexString(64, lowercase: true)}");
        var target = $"/{Uri.EscapeDataString(key)}?{query}";
        var url = new PresignedUrl(_server!.Address.ToString().TrimEnd('/') + target, now + Lifetime);
        _urls[target] = url;
        return url;
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        _urls.TryGetValue(target, out var url);
        if (Refusal(context.Request, url) is { } refusal)
        {
            context.Response.StatusCode = refusal.Status;
            context.Response.ContentType = "application/xml";
            await context.Response.WriteAsync(refusal.Body, context.RequestAborted);
            return;
        }

        url!.Put(Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length));
    }

    private BucketRefusal? Refusal(HttpRequest request, PresignedUrl? url)
    {
        if (Volatile.Read(ref _unavailable) > 0 && Interlocked.Decrement(ref _unavailable) >= 0)
            return new BucketRefusal(503, "SlowDown", "Please reduce your request rate.");
        if (url is null || request.Method != "PUT" || !string.IsNullOrEmpty(request.ContentType))
        {
            return new BucketRefusal(
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided.");
        }

        if (Expired || _time.GetUtcNow() > url.Expires)
            return new BucketRefusal(403, "AccessDenied", "Request has expired");
        return request.ContentLength is null
            ? new BucketRefusal(411, "MissingContentLength", "You must provide the Content-Length HTTP header.")
            : null;
    }

    private sealed record BucketRefusal(int Status, string Code, string Message)
    {
        public string Body => $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Error><Code>{Code}</Code><Message>{Message}</Message></Error>
            """;
    }
}

/// <summary>A presigned URL and the object that was put there.</summary>
internal sealed class PresignedUrl(string url, DateTimeOffset expires)
{
    private readonly TaskCompletionSource<string> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _puts;

    public string Url => url;

    public DateTimeOffset Expires => expires;

    /// <summary>The number of puts. More than one is an error of the caller: CloudFormation reads only the
    /// first.</summary>
    public int Puts => Volatile.Read(ref _puts);

    /// <summary>The first object.</summary>
    public Task<string> Body => _first.Task;

    internal void Put(string body)
    {
        Interlocked.Increment(ref _puts);
        _first.TrySetResult(body);
    }
}
