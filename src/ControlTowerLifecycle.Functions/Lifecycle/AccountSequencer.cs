using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Functions.Lifecycle;

/// <summary>
/// Runs work on different accounts in parallel and work on one account in sequence: a batch can hold an event twice.
/// </summary>
internal sealed class AccountSequencer
{
    private readonly Dictionary<AccountId, Task> _last = [];

    /// <summary>
    /// Starts the work when all earlier work on the account has ended, with or without success. Not thread-safe.
    /// </summary>
    public Task<T> RunAsync<T>(AccountId account, Func<Task<T>> work)
    {
        var next = RunAfterAsync(_last.GetValueOrDefault(account, Task.CompletedTask), work);
        _last[account] = next;
        return next;
    }

    private static async Task<T> RunAfterAsync<T>(Task earlier, Func<Task<T>> work)
    {
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await work();
    }
}
