using ControlTowerLifecycle.Cli.Status;

namespace ControlTowerLifecycle.Cli.Reports;

/// <summary>The document of <c>pause</c> and <c>resume</c>.</summary>
internal sealed record PauseReport(bool Paused) : Report;

/// <summary>The document of a command that starts work which goes on after it.</summary>
/// <param name="Started"><c>reconcile</c> or <c>rotation</c>.</param>
internal sealed record StartedReport(string Started) : Report;

/// <summary>The document of <c>reconcile</c>.</summary>
/// <param name="Ended">Whether it ended in the time that the command waited.</param>
/// <param name="Reconcile">What it found; null if it failed before, or has not ended.</param>
/// <param name="Failure">Why it failed; null if it did not.</param>
/// <param name="WhatToDo">What to do about the failure.</param>
internal sealed record ReconcileReport(bool Ended, ReportedReconcile? Reconcile, string? Failure, string? WhatToDo) : Report
{
    public static ReconcileReport Of(WalkEnd? end) => new(end is not null, end?.Found, end?.Failure, end?.WhatToDo);
}

/// <summary>The document of a command whose question the operator declined.</summary>
internal sealed record DeclinedReport(bool Declined) : Report;

/// <summary>The document of <c>key status</c>.</summary>
internal sealed record KeysReport(IReadOnlyList<ReportedKey> Keys) : Report;

/// <summary>The document of <c>external-id</c>. It does not contain the ID.</summary>
/// <param name="Source"><c>tenant</c>, <c>secret</c>, <c>setting</c> or <c>unknown</c>.</param>
/// <param name="Kept">Whether the secret has it.</param>
/// <param name="Retrieval"><c>enabled</c>, <c>disabled</c> or <c>unknown</c>.</param>
internal sealed record ExternalIdToolReport(string Source, bool Kept, string Retrieval) : Report;

/// <summary>The document of <c>errors</c>, newest first.</summary>
internal sealed record ErrorsReport(IReadOnlyList<ReportedError> Errors) : Report;

/// <summary>An error that a function logged, or the line of Lambda about a crash.</summary>
/// <param name="At">When it was logged.</param>
/// <param name="Function"><c>lifecycle</c>, <c>backfill</c>, <c>key rotation</c> or <c>support case</c>.</param>
/// <param name="Message">The message of the line; the whole line if Lambda wrote it.</param>
/// <param name="AccountId">Null if it is not about one account.</param>
/// <param name="Cause">Null if the line has none.</param>
/// <param name="WhatToDo">Null if the line has none.</param>
internal sealed record ReportedError(
    DateTimeOffset At, string Function, string Message, string? AccountId, string? Cause, string? WhatToDo);
