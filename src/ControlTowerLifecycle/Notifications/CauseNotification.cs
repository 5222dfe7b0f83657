namespace ControlTowerLifecycle.Notifications;

/// <summary>One notification of one cause.</summary>
/// <param name="Failure">The failure of one of the accounts.</param>
/// <param name="Affected">The accounts that it names; at least one.</param>
/// <param name="SentAt">When it is sent.</param>
internal sealed record CauseNotification(FailureSummary Failure, IReadOnlyList<Affected> Affected, DateTimeOffset SentAt)
{
    /// <summary>The accounts were gathered after an earlier notification of this cause.</summary>
    public bool IsDigest { get; init; }
}
