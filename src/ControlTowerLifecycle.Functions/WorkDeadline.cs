using ControlTowerLifecycle.Functions.Runtime;

namespace ControlTowerLifecycle.Functions;

/// <summary>
/// The time of an invocation that its work may take. The rest, its reserve, is kept to tell how the work ended, which
/// takes time of its own.
/// </summary>
internal sealed class WorkDeadline : IDisposable
{
    private readonly CancellationTokenSource _over;
    private readonly CancellationTokenSource _either;

    /// <param name="invocation">The invocation.</param>
    /// <param name="longestReserve">What is kept: this much, or a fifth where the time is short.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">The invocation's end.</param>
    public WorkDeadline(
        Invocation invocation, TimeSpan longestReserve, TimeProvider time, CancellationToken cancellationToken)
    {
        var left = AtLeastNothing(invocation.TimeLeft(time) - RuntimeLoop.Reserve);
        var reserve = left / 5 < longestReserve ? left / 5 : longestReserve;
        BeforeAnotherReserve = AtLeastNothing(left - (reserve * 2));
        _over = new CancellationTokenSource(left - reserve, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_over.Token, cancellationToken);
    }

    /// <summary>Ends with the time to work, or with the invocation.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>From the start, how long it is until as much as the reserve is left of the time to work.</summary>
    public TimeSpan BeforeAnotherReserve { get; }

    public void Dispose()
    {
        _either.Dispose();
        _over.Dispose();
    }

    private static TimeSpan AtLeastNothing(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
