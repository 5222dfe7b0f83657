namespace ControlTowerLifecycle.Reconciliation;

/// <summary>The queue of accounts to be onboarded or offboarded.</summary>
internal interface IWorkQueue
{
    /// <summary>The maximum number of messages in one call.</summary>
    int BatchSize { get; }

    /// <summary>
    /// Queues messages. When it returns, all of them are in the queue. A retryable failure is retried until the token
    /// is cancelled.
    /// </summary>
    /// <exception cref="Failures.RemoteSystemException">Some messages could not be queued.</exception>
    Task SendAsync(IReadOnlyList<string> messages, CancellationToken cancellationToken);
}
