namespace ControlTowerLifecycle.VendorCalls;

/// <summary>
/// How often a process presents one key in one style that the vendor has refused: a vendor locks keys after some wrong
/// sign-ins. Calls that are under way count, until the key is accepted. Every version of the secret has its own limit.
/// </summary>
internal sealed class SignInLimit(int maximum)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new();
    private bool _isAccepted;
    private int _refused;
    private int _pending;

    /// <summary>Waits until a call may present the key, and counts it.</summary>
    /// <returns>False if the key must not be presented any more.</returns>
    public async Task<bool> TryStartAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (isStarted, changed) = TryStart();
            if (isStarted is { } known)
                return known;

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>A call that was started has ended.</summary>
    /// <param name="isAccepted">Whether the vendor accepted the key; null if the response does not show it.</param>
    public void End(bool? isAccepted)
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
            changed = _changed;
            _changed = new TaskCompletionSource();
        }

        changed.SetResult();
    }

    private (bool? IsStarted, Task Changed) TryStart()
    {
        lock (_lock)
        {
            if (_refused >= maximum)
                return (false, _changed.Task);

            if (!_isAccepted && _refused + _pending >= maximum)
                return (null, _changed.Task);

            _pending++;
            return (true, _changed.Task);
        }
    }
}
