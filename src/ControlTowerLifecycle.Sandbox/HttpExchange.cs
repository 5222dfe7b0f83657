using ControlTowerLifecycle.Sandbox.Faults;

namespace ControlTowerLifecycle.Sandbox;

/// <summary>Requests read, connections broken and calls recorded, the same way on both servers.</summary>
internal static class HttpExchange
{
    private static readonly object Broken = new();

    public static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <summary>
    /// Ends with the server, not with the caller: a caller that gives up while it waits does not keep the deed from
    /// being done, and that is the failure worth testing.
    /// </summary>
    public static CancellationToken Stopping(HttpContext context) =>
        context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    /// <summary>Breaks the connection: the caller sees a reset and no answer.</summary>
    public static void Break(HttpContext context)
    {
        context.Items[Broken] = true;
        context.Abort();
    }

    /// <summary>What the log says of the call; the status is 0 where nobody got an answer.</summary>
    public static CallRecord Record(HttpContext context, SandboxCall call, DateTimeOffset arrived)
    {
        var unanswered = context.Items.ContainsKey(Broken) || context.RequestAborted.IsCancellationRequested;
        var status = unanswered ? 0 : context.Response.StatusCode;
        return new CallRecord(arrived, call, context.Request.Method, context.Request.Path, status);
    }
}
