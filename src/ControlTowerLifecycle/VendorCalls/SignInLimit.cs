namespace ControlTowerLifecycle.VendorCalls;

/// <summary>
/// How often a process presents one key in one style that the vendor has refused: a vendor locks keys after some wrong
/// sign-ins. Calls that are under way count, until the key is accepted. Every version of the secret has its own limit.
/// <para>
/// When the limit is reached, one call is permitted every 15 minutes: the operator may have repaired the key at the vendor,
/// which does not change the secret. So few refusals lock no key.
/// </para>
/// </summary>
internal sealed class SignInLimit(int maximum)
{
    /// <summary>The pause after a refusal when the limit is reached, by wall-clock time.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new();
    private bool _isAccepted;
    private int _refused;
    private int _pending;
    private DateTimeOffset _refusedAt;

    /// <summary>Waits until a call may present the key, and counts it.</summary>
    /// <returns>False if the key must not be presented now.</returns>
    public async Task<bool> TryStartAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (isStarted, changed) = TryStart(time.GetUtcNow());
            if (isStarted is { } known)
                return known;

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>A call that was started has ended.</summary>
    /// <param name="isAccepted">Whether the vendor accepted the key; null if the response does not show it.</param>
    /// <param name="now">The time.</param>
    public void End(bool? isAccepted, DateTimeOffset now)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _pending--;
            _isAccepted = isAccepted ?? _isAccepted;
            _refused = isAccepted switch
            {
                true => 0,
                false => _refused + 1,
                null => _refused,
            };
            _refusedAt = isAccepted == false ? now : _refusedAt;
            changed = _changed;
            _changed = new TaskCompletionSource();
        }

        changed.SetResult();
    }

    private (bool? IsStarted, Task Changed) TryStart(DateTimeOffset now)
    {
        lock (_lock)
        {
            var isReached = _refused >= maximum;
            if (isReached && now - _refusedAt < Pause)
                return (false, _changed.Task);

            // The response to the one call decides for all that wait.
            if (isReached ? _pending > 0 : !_isAccepted && _refused + _pending >= maximum)
                return (null, _changed.Task);

            _pending++;
            return (true, _changed.Task);
        }
    }
}
