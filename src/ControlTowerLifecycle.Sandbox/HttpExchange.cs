using ControlTowerLifecycle.Sandbox.Faults;

namespace ControlTowerLifecycle.Sandbox;

/// <summary>The parts of request handling that the AWS and vendor servers share.</summary>
internal static class HttpExchange
{
    private static readonly object BrokenKey = new();

    public static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <summary>
    /// Canceled when the server stops, not when the caller disconnects. The operation of a caller that times out still
    /// runs: that is a failure worth testing.
    /// </summary>
    public static CancellationToken Stopping(HttpContext context) =>
        context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    /// <summary>Breaks the connection. The caller sees a reset and no response.</summary>
    public static void Break(HttpContext context)
    {
        context.Items[BrokenKey] = true;
        context.Abort();
    }

    /// <summary>The log record of a call. The status is 0 if the caller received no response.</summary>
    public static CallRecord Record(HttpContext context, SandboxCall call, DateTimeOffset arrived)
    {
        var hasNoResponse = context.Items.ContainsKey(BrokenKey) || context.RequestAborted.IsCancellationRequested;
        var status = hasNoResponse ? 0 : context.Response.StatusCode;
        return new CallRecord(arrived, call, context.Request.Method, context.Request.Path, status);
    }
}
