namespace ControlTowerLifecycle.Reconciliation;

/// <summary>The time of a walk ended before its first page.</summary>
/// <param name="activity">What the walk was doing: a clause after "the walk was".</param>
/// <param name="cause">The cancellation.</param>
internal sealed class PreparationOutOfTimeException(string activity, OperationCanceledException cause)
    : OperationCanceledException($"The time ran out while the walk was {activity}.", cause, cause.CancellationToken);
