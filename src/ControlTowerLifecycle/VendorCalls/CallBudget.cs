using System.Runtime.InteropServices;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.VendorCalls;

/// <summary>
/// When one process may call the vendor.
/// <para>
/// It makes no more than its share of calls in any 60 s, the period over which the vendor counts them.
/// After a failure of the vendor it makes no call for 1 s, 2 s, 4 s … 16 s, or for the Retry-After if that is longer.
/// Until the vendor has responded well, at the start and after a failure, at most three calls start in any second: a
/// batch of ten accounts must not hit a vendor that is down ten times at once.
/// </para>
/// </summary>
internal sealed class CallBudget(int callsPerMinute, TimeProvider time)
{
    private const int CallsPerSecondUntilHealthy = 3;

    /// <summary>The vendor counts calls in any period of this length.</summary>
    public static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(16);

    private readonly Lock _lock = new();
    private readonly SlidingWindow _minute = new(callsPerMinute, Minute);
    private readonly SlidingWindow _second = new(CallsPerSecondUntilHealthy, TimeSpan.FromSeconds(1));

    private TaskCompletionSource _becomesHealthy = new();
    private bool _isHealthy;
    private int _failures;
    private TimeSpan _pause;
    private DateTimeOffset _closedUntil = DateTimeOffset.MinValue;

    /// <summary>
    /// A batch of ten new accounts makes 20 calls, a search and a registration each. With this share, the batch ends
    /// within one invocation although it waits, and no account is given up because it waited.
    /// </summary>
    public const int LeastShare = 20;

    /// <summary>
    /// How long a call waits for its turn at most. If it would wait longer, it is not made, and the account goes back
    /// to the queue. After a minute every call has its turn, unless the vendor has asked for a longer pause.
    /// </summary>
    public TimeSpan LongestWait { get; init; } = Minute;

    /// <summary>After it no call is made that is not idempotent.</summary>
    public InvocationEnd InvocationEnd { get; init; } = new(time);

    /// <summary>
    /// The share of one process: as many processes call as batches are worked on at once, and one more for the walk.
    /// </summary>
    public static int ShareOf(int callsPerMinute, int maximumConcurrency) => callsPerMinute / (maximumConcurrency + 1);

    /// <summary>How long no call is made after the last failure; zero or less if calls are made.</summary>
    public TimeSpan ClosedFor
    {
        get
        {
            lock (_lock)
                return _closedUntil - time.GetUtcNow();
        }
    }

    /// <summary>Waits until a call may be made, and counts it.</summary>
    public async Task<CallTurn> WaitForTurnAsync(CancellationToken cancellationToken)
    {
        var start = time.GetUtcNow();
        var waited = TimeSpan.Zero;
        while (true)
        {
            var (turn, becomesHealthy) = TryTakeTurn();
            if (turn.IsTaken || time.GetUtcNow() + turn.Wait - start > LongestWait)
                return turn with { Waited = waited };

            waited += turn.Wait;
            await becomesHealthy.WaitAsync(turn.Wait.InWholeMilliseconds(), time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The vendor responded well to the call of this turn: waiting calls start at once.</summary>
    public void Succeeded(CallTurn turn)
    {
        TaskCompletionSource becameHealthy;
        lock (_lock)
        {
            // A call that was under way when another one failed says nothing about the vendor since then.
            if (_isHealthy || turn.Failures != _failures)
                return;

            _isHealthy = true;
            _pause = TimeSpan.Zero;
            becameHealthy = _becomesHealthy;
            _becomesHealthy = new TaskCompletionSource();
        }

        becameHealthy.SetResult();
    }

    /// <summary>The vendor failed the call of this turn, or did not respond to it.</summary>
    public void Failed(CallTurn turn, TimeSpan? retryAfter)
    {
        lock (_lock)
        {
            // Calls that were under way when the first one failed do not double the pause.
            if (_isHealthy || turn.Failures == _failures)
            {
                _failures++;
                _pause = Waits.Shorter(Waits.Longer(_pause * 2, FirstPause), LongestPause);
            }

            _isHealthy = false;
            var until = time.GetUtcNow() + Waits.Longer(_pause, retryAfter ?? TimeSpan.Zero);
            _closedUntil = until > _closedUntil ? until : _closedUntil;
        }
    }

    private (CallTurn Turn, Task BecomesHealthy) TryTakeTurn()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var wait = Waits.Longer(_closedUntil - now, _minute.WaitAt(now));
            if (!_isHealthy)
                wait = Waits.Longer(wait, _second.WaitAt(now));

            if (wait > TimeSpan.Zero)
                return (new CallTurn(_failures, wait), _becomesHealthy.Task);

            _minute.Add(now);
            _second.Add(now);
            return (new CallTurn(_failures, TimeSpan.Zero), _becomesHealthy.Task);
        }
    }
}

/// <summary>The turn of one call.</summary>
/// <param name="Failures">How many failures of the vendor the process had seen before the call.</param>
/// <param name="Wait">Zero; or, if the turn was not taken, how long the call would have to wait: it must not be
/// made.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CallTurn(int Failures, TimeSpan Wait)
{
    public bool IsTaken => Wait <= TimeSpan.Zero;

    /// <summary>How long the call was to wait for this turn at most. If Lambda froze the process meanwhile, more time has
    /// passed.</summary>
    public TimeSpan Waited { get; init; }
}
