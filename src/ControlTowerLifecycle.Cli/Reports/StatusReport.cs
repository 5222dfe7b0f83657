namespace ControlTowerLifecycle.Cli.Reports;

/// <summary>The document of <c>status</c> and <c>report</c>. The web page reads exactly this shape.</summary>
internal sealed record StatusReport : Report
{
    public required DateTimeOffset GeneratedAt { get; init; }

    public required ReportedOrganization Organization { get; init; }

    /// <summary>Whether everything could be read. If not, <see cref="AllProtected"/> is false.</summary>
    public required bool Complete { get; init; }

    /// <summary>Whether every account was seen, and each is protected or skipped on purpose.</summary>
    public required bool AllProtected { get; init; }

    /// <summary>What could not be read, and why; empty if complete.</summary>
    public required IReadOnlyList<string> NotKnown { get; init; }

    public required ReportedTotals Totals { get; init; }

    /// <summary>The work queue; null if it could not be read.</summary>
    public required ReportedQueue? Queue { get; init; }

    /// <summary>Whether the work queue is not processed, after <c>pause</c>; null if that could not be read.</summary>
    public bool? Paused { get; init; }

    /// <summary>The dead letters; null if they could not be read.</summary>
    public required ReportedLetters? Letters { get; init; }

    public required IReadOnlyList<ReportedKey> Keys { get; init; }

    /// <summary>The alarms that are on.</summary>
    public required IReadOnlyList<ReportedAlarm> Alarms { get; init; }

    /// <summary>The last reconcile of the whole organization; null if the log has none.</summary>
    public required ReportedReconcile? LastReconcile { get; init; }

    public required IReadOnlyList<ReportedUnit> Units { get; init; }

    public required IReadOnlyList<ReportedAccount> Accounts { get; init; }
}

/// <summary>The ID, for example <c>o-a1b2c3d4e5</c>, is null if it could not be read.</summary>
internal sealed record ReportedOrganization(
    string? Id, string ManagementAccountId, string Region, string Stack, string? Version);

internal sealed record ReportedTotals(
    int Accounts,
    int Protected,
    int Missing,
    int Drifted,
    int Widened,
    int Failed,
    int Retrying,
    int Skipped,
    int NotChecked);

internal sealed record ReportedQueue(int Waiting, int InFlight, int Delayed);

/// <summary>The oldest of the ten letters that were looked at; null if there is none.</summary>
internal sealed record ReportedLetters(int Count, DateTimeOffset? OldestAt);

/// <summary>The last day is null if the key does not end.</summary>
internal sealed record ReportedKey(string Protection, DateOnly? LastDay);

internal sealed record ReportedAlarm(string Name, DateTimeOffset Since);

internal sealed record ReportedReconcile(
    DateTimeOffset At,
    int Accounts,
    int Protected,
    int Missing,
    int Drifted,
    int Widened,
    int Failed,
    int Unprotected,
    int Skipped,
    int DisconnectsHeld);

internal sealed record ReportedUnit(string Id, string Name, string? ParentId);

/// <summary>The state is one of <see cref="AccountStates"/>.</summary>
internal sealed record ReportedAccount(
    string Id, string Name, string? UnitId, string State, string? Reason, string? NextCommand);

/// <summary>The states of an account.</summary>
internal static class AccountStates
{
    public const string Protected = "protected";
    public const string Missing = "missing";
    public const string Drifted = "drifted";
    public const string Widened = "widened";
    public const string Failed = "failed";
    public const string Retrying = "retrying";
    public const string Skipped = "skipped";
    public const string NotChecked = "notChecked";

    /// <summary>The states that <c>--only</c> accepts.</summary>
    public static readonly IReadOnlyList<string> All =
        [Missing, Drifted, Widened, Failed, Retrying, Skipped, NotChecked, Protected];
}
