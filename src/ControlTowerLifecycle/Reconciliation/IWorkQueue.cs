namespace ControlTowerLifecycle.Reconciliation;

/// <summary>The queue of accounts to be onboarded.</summary>
internal interface IWorkQueue
{
    /// <summary>How many messages one call takes.</summary>
    int BatchSize { get; }

    /// <summary>
    /// Puts messages into the queue. When it returns, every one of them is in it. What a retry can mend is tried again
    /// until the caller's time is over.
    /// </summary>
    /// <exception cref="Failures.RemoteSystemException">Some could not be put there.</exception>
    Task SendAsync(IReadOnlyList<string> messages, CancellationToken cancellationToken);
}
