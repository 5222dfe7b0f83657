namespace ControlTowerLifecycle.Cli.Reports;

/// <summary>The document of <c>onboard</c> and <c>offboard</c>.</summary>
internal sealed record RunsReport(IReadOnlyList<FinishedRun> Accounts) : Report
{
    /// <summary>Whether Ctrl+C ended the command before its last account.</summary>
    public bool Interrupted { get; init; }
}

/// <summary>How the run of an account ended.</summary>
/// <param name="Id">The account.</param>
/// <param name="Name">Its name; null if it is not known.</param>
/// <param name="Outcome">The word of the outcome, as in the log.</param>
internal sealed record FinishedRun(string Id, string? Name, string Outcome)
{
    public IReadOnlyList<PlannedStep> Steps { get; init; } = [];

    /// <summary>Why it is skipped, failed or left, or why nothing was to do.</summary>
    public string? Reason { get; init; }

    /// <summary>What to do about a failure.</summary>
    public string? WhatToDo { get; init; }

    internal bool IsFailed => Outcome is "rejected" or "retry";
}

/// <summary>The document of a command that leaves the work to the functions.</summary>
/// <param name="Queued">How many accounts were queued.</param>
internal sealed record QueuedReport(int Queued) : Report;
