using ControlTowerLifecycle.Functions.Runtime;

namespace ControlTowerLifecycle.Functions;

/// <summary>
/// Divides the time of an invocation: first the work, then a reserve in which the result of the work is reported.
/// </summary>
internal sealed class WorkDeadline : IDisposable
{
    private readonly CancellationTokenSource _workEnd;
    private readonly CancellationTokenSource _workOrInvocationEnd;
    private readonly CancellationTokenSource _handoverEnd;
    private readonly CancellationTokenSource _handoverOrInvocationEnd;

    /// <param name="invocation">The invocation.</param>
    /// <param name="maximumReserve">The reserve. It is a fifth of the time if that is less.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends with the invocation.</param>
    public WorkDeadline(
        Invocation invocation, TimeSpan maximumReserve, TimeProvider time, CancellationToken cancellationToken)
    {
        var left = NotNegative(invocation.TimeLeft(time) - RuntimeLoop.Reserve);
        var reserve = left / 5 < maximumReserve ? left / 5 : maximumReserve;
        PauseAfter = NotNegative(left - (reserve * 2));
        _workEnd = new CancellationTokenSource(left - reserve, time);
        _workOrInvocationEnd = CancellationTokenSource.CreateLinkedTokenSource(_workEnd.Token, cancellationToken);
        _handoverEnd = new CancellationTokenSource(left - (reserve / 3), time);
        _handoverOrInvocationEnd =
            CancellationTokenSource.CreateLinkedTokenSource(_handoverEnd.Token, cancellationToken);
    }

    /// <summary>Ends with the time for work, or with the invocation.</summary>
    public CancellationToken Token => _workOrInvocationEnd.Token;

    /// <summary>
    /// Ends when a third of the reserve is left: rest of the work that another invocation shall do must be handed over
    /// by then, so that a failure can still be reported.
    /// </summary>
    public CancellationToken HandoverToken => _handoverOrInvocationEnd.Token;

    /// <summary>
    /// The time from the start until work that can pause should do so: one reserve before the time for work ends.
    /// </summary>
    public TimeSpan PauseAfter { get; }

    public void Dispose()
    {
        _handoverOrInvocationEnd.Dispose();
        _handoverEnd.Dispose();
        _workOrInvocationEnd.Dispose();
        _workEnd.Dispose();
    }

    private static TimeSpan NotNegative(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
