namespace ControlTowerLifecycle.Reconciliation;

/// <summary>Starts the next invocation of this function.</summary>
internal interface IContinuation
{
    /// <summary>
    /// Starts an invocation with a payload. When it returns, the payload is stored durably: the invocation also starts
    /// if this process dies. A retryable failure is retried until the token is cancelled.
    /// </summary>
    /// <exception cref="Failures.RemoteSystemException">The payload was not accepted; the last failure.</exception>
    Task ContinueAsync(string payload, CancellationToken cancellationToken);
}
