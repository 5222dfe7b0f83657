using System.Text;
using ControlTowerLifecycle.Sandbox.Deployment;

namespace ControlTowerLifecycle.Sandbox.Play.Page;

/// <summary>
/// Serves the report page and its report on loopback. The page reads the report once a second, so that accounts turn
/// green while the play onboards them.
/// </summary>
internal sealed class LivePage : IAsyncDisposable
{
    private const string Policy = "frame-ancestors 'none'";

    /// <summary>A report takes at most this part of the time: the page must not slow the play.</summary>
    private const int IdleFactor = 10;

    private static readonly TimeSpan ShortestAge = TimeSpan.FromMilliseconds(500);

    private readonly TimeProvider _time;
    private readonly byte[] _page = Encoding.UTF8.GetBytes(PageFile.Read());
    private readonly Lock _gate = new();
    private SandboxHttpServer? _server;
    private LiveReport? _report;
    private byte[] _lastReport = [];
    private DateTimeOffset _reportUntil;

    private LivePage(TimeProvider time) => _time = time;

    /// <summary>Ends with a slash.</summary>
    public Uri Address => _server!.Address;

    public static async Task<LivePage> StartAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var page = new LivePage(time);
        page._server = await SandboxHttpServer.StartAsync(page.HandleAsync, cancellationToken);
        return page;
    }

    /// <summary>Serves the report of a deployment until the returned value is disposed; then the last report.</summary>
    public IDisposable Show(LifecycleDeployment deployment)
    {
        var shown = new Shown(this, new LiveReport(deployment, _time));
        lock (_gate)
        {
            _report = shown.Report;
            _reportUntil = default;
        }

        return shown;
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var (status, type, body) = Respond(context.Request);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = type;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    private (int Status, string Type, ReadOnlyMemory<byte> Body) Respond(HttpRequest request)
    {
        if (!IsOwnHost(request.Host))
            return Refuse(StatusCodes.Status403Forbidden, "The Host header must be the loopback address of this page.");
        if (!HttpMethods.IsGet(request.Method))
            return Refuse(StatusCodes.Status405MethodNotAllowed, "Use GET.");
        return request.Path.Value switch
        {
            "/" => (StatusCodes.Status200OK, "text/html; charset=utf-8", _page),
            "/report.json" => (StatusCodes.Status200OK, "application/json", Report()),
            _ => Refuse(StatusCodes.Status404NotFound, "Use / or /report.json."),
        };
    }

    /// <summary>A name that an attacker lets resolve to 127.0.0.1 is in the Host header, and is refused.</summary>
    private bool IsOwnHost(HostString host) => host.Port == Address.Port && host.Host is "127.0.0.1" or "localhost";

    private static (int, string, ReadOnlyMemory<byte>) Refuse(int status, string sentence) =>
        (status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(sentence + "\n"));

    private byte[] Report()
    {
        lock (_gate)
        {
            var start = _time.GetUtcNow();
            if (start < _reportUntil || (_report is null && _lastReport.Length > 0))
                return _lastReport;

            var report = _report?.Create() ?? LiveReport.Empty(start);
            _lastReport = Encoding.UTF8.GetBytes(report.ToJsonString());
            var end = _time.GetUtcNow();
            var pause = (end - start) * IdleFactor;
            _reportUntil = end + (pause > ShortestAge ? pause : ShortestAge);
            return _lastReport;
        }
    }

    private sealed class Shown(LivePage page, LiveReport report) : IDisposable
    {
        public LiveReport Report => report;

        public void Dispose()
        {
            lock (page._gate)
                page._report = null;
            report.Dispose();
        }
    }
}
