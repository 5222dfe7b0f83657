using ControlTowerLifecycle.Functions.Runtime;

namespace ControlTowerLifecycle.Functions;

/// <summary>
/// Stops the work of an invocation before its time is over. What hangs to the end, a vendor that does not answer, is a
/// failure like any other: its message is handed back after the back-off, or kept, and people are told. All of that
/// takes time of its own.
/// </summary>
internal sealed class WorkTime : IDisposable
{
    /// <summary>What is kept of the time to settle what failed: this much, or a fifth where the time is short.</summary>
    private static readonly TimeSpan LongestReserve = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _over;
    private readonly CancellationTokenSource _either;

    public WorkTime(Invocation invocation, TimeProvider time, CancellationToken cancellationToken)
    {
        var left = invocation.TimeLeft(time) - RuntimeLoop.Reserve;
        var reserve = left / 5 < LongestReserve ? left / 5 : LongestReserve;
        _over = new CancellationTokenSource(left > reserve ? left - reserve : TimeSpan.Zero, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_over.Token, cancellationToken);
    }

    /// <summary>Ends with the time to work, or with the invocation.</summary>
    public CancellationToken Token => _either.Token;

    public void Dispose()
    {
        _either.Dispose();
        _over.Dispose();
    }
}
