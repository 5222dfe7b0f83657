namespace ControlTowerLifecycle.Cli.Runs;

/// <summary>
/// After Ctrl+C, accounts that are being worked on may end, so that none is left half-way; no other one is started.
/// </summary>
internal sealed class GracefulEnd : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenRegistration _registration;

    /// <param name="time">The clock.</param>
    /// <param name="stop">Cancelled by Ctrl+C.</param>
    public GracefulEnd(TimeProvider time, CancellationToken stop)
    {
        _end = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _registration = stop.Register(() => _end.CancelAfter(Grace));
    }

    /// <summary>Ends the accounts that are being worked on.</summary>
    public CancellationToken Token => _end.Token;

    public void Dispose()
    {
        _registration.Dispose();
        _end.Dispose();
    }
}
