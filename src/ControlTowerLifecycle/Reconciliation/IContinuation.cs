namespace ControlTowerLifecycle.Reconciliation;

/// <summary>The next invocation of this function.</summary>
internal interface IContinuation
{
    /// <summary>
    /// Has a next invocation go on with a payload. When it returns, the payload is kept durably: that invocation comes
    /// even where this process dies.
    /// </summary>
    /// <exception cref="Failures.RemoteSystemException">It could not be handed over, after retries.</exception>
    Task ContinueAsync(string payload, CancellationToken cancellationToken);
}
