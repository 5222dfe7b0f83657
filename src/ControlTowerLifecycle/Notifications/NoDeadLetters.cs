namespace ControlTowerLifecycle.Notifications;

/// <summary>No dead-letter queue is set: a message that failed permanently is returned until SQS moves it.</summary>
internal sealed class NoDeadLetters : IDeadLetters
{
    public Task<bool> KeepAsync(
        string body, IReadOnlyList<FailureNotice> failures, CancellationToken cancellationToken) => Task.FromResult(false);
}
