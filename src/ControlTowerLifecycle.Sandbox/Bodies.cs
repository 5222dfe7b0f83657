namespace ControlTowerLifecycle.Sandbox;

/// <summary>Requests read and connections broken, the same way on both servers.</summary>
internal static class Bodies
{
    private static readonly object Broken = new();

    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <summary>Breaks the connection: the caller sees a reset and no answer.</summary>
    public static void Break(HttpContext context)
    {
        context.Items[Broken] = true;
        context.Abort();
    }

    /// <summary>The status that was answered; 0 where the connection was broken instead.</summary>
    public static int StatusOf(HttpContext context) =>
        context.Items.ContainsKey(Broken) || context.RequestAborted.IsCancellationRequested ? 0 : context.Response.StatusCode;
}
