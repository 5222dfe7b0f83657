using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Functions.Lifecycle;

/// <summary>
/// Lets work on different accounts run side by side, and work on one account in turn: an event can be delivered twice
/// in one batch.
/// </summary>
internal sealed class AccountSequencer
{
    private readonly Dictionary<AccountId, Task> _last = [];

    /// <summary>
    /// Starts the work when all earlier work on the account has ended, however it ended. Not for use by several
    /// threads.
    /// </summary>
    public Task<T> RunAsync<T>(AccountId account, Func<Task<T>> work)
    {
        var turn = AfterAsync(_last.GetValueOrDefault(account, Task.CompletedTask), work);
        _last[account] = turn;
        return turn;
    }

    private static async Task<T> AfterAsync<T>(Task earlier, Func<Task<T>> work)
    {
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await work();
    }
}
