namespace ControlTowerLifecycle.WorkloadSecurity.Connectors;

/// <summary>The age of a role, as a run knows it when it registers the account.</summary>
/// <param name="CreatedByThisRun">This run created the role, so every other run found it existing.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="ChangedAt">When this run created or changed it; null if it did neither.</param>
internal sealed record RoleHistory(bool CreatedByThisRun, DateTimeOffset CreatedAt, DateTimeOffset? ChangedAt);
