namespace ControlTowerLifecycle.Cli.Reports;

/// <summary>The document of <c>account</c>: everything that is known about one account.</summary>
internal sealed record AccountReport : Report
{
    public required string Id { get; init; }

    /// <summary>Null if the organization does not have the account.</summary>
    public required string? Name { get; init; }

    /// <summary>The state in AWS Organizations, for example <c>Active</c>; null if it is not in the organization.</summary>
    public required string? OrganizationState { get; init; }

    /// <summary>The units that contain it, outermost first.</summary>
    public required IReadOnlyList<ReportedUnit> Units { get; init; }

    /// <summary>Why the settings or its state exclude it; null if it is in scope.</summary>
    public required string? Skipped { get; init; }

    /// <summary>Whether Control Tower governs it; null if that is unknown.</summary>
    public required bool? Governed { get; init; }

    /// <summary>What <c>onboard</c> would do; null if the account is not in scope.</summary>
    public required PlannedAccount? Plan { get; init; }

    public required IReadOnlyList<ReportedRole> Roles { get; init; }

    public required IReadOnlyList<ReportedConnector> Connectors { get; init; }

    /// <summary>The record of Cloud Accounts; null if there is none.</summary>
    public required ReportedConnection? Connection { get; init; }

    /// <summary>The last outcomes in the log, newest first.</summary>
    public required IReadOnlyList<ReportedRun> Runs { get; init; }

    /// <summary>The dead letters of the account, of the ten that were looked at.</summary>
    public required IReadOnlyList<ReportedLetter> Letters { get; init; }

    /// <summary>What could not be read, and why.</summary>
    public required IReadOnlyList<string> NotKnown { get; init; }

    public required string? NextCommand { get; init; }

    /// <summary>Whether nothing is to do: it is protected, or it is skipped on purpose.</summary>
    internal bool IsRight => NotKnown is [] && (Plan is null ? Name is not null : Plan.Outcome == PlannedAccount.Unchanged);
}

/// <summary>A role of a vendor in the account.</summary>
internal sealed record ReportedRole(
    string Protection,
    string Arn,
    DateTimeOffset CreatedAt,
    string? Trust,
    string? InlinePolicy,
    IReadOnlyList<string> AttachedPolicies,
    IReadOnlyList<string> OtherInlinePolicies,
    string? PermissionsBoundary,
    IReadOnlyDictionary<string, string> Tags);

/// <summary>A connector of Workload Security.</summary>
internal sealed record ReportedConnector(int Id, string? Name, string? RoleArn, bool WorkspacesEnabled);

/// <summary>The record of Cloud Accounts.</summary>
internal sealed record ReportedConnection(
    string State, string? RoleArn, IReadOnlyList<string> Features, IReadOnlyList<string> MissingPermissions);

/// <summary>An outcome in the log.</summary>
internal sealed record ReportedRun(DateTimeOffset At, string Outcome, IReadOnlyList<string> Steps, string? Reason);

/// <summary>A dead letter.</summary>
internal sealed record ReportedLetter(DateTimeOffset? SentAt, string? Step, string? Cause, string? WhatToDo);
