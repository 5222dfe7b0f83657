using ControlTowerLifecycle.Cli.Reports;

namespace ControlTowerLifecycle.Cli.Letters;

/// <summary>The document of <c>letters</c>.</summary>
/// <param name="Count">All letters that were read.</param>
/// <param name="Causes">The causes, the most frequent first.</param>
internal sealed record LettersReport(int Count, IReadOnlyList<LetterCauseReport> Causes) : Report
{
    public static LettersReport Of(IReadOnlyList<LetterCause> causes) =>
        new(causes.Sum(cause => cause.Letters.Count), [.. causes.Select(LetterCauseReport.Of)]);
}

/// <param name="Id">The ID for <c>--cause</c>; the notification of the cause has the same.</param>
/// <param name="Number">The place in the list, which changes while letters come and go.</param>
/// <param name="Kind"><c>rejected</c>, <c>retry</c>, <c>unreadable</c>, <c>defect</c>, <c>unsent</c>, <c>undelivered</c>, <c>walk</c> or
/// <c>unexplained</c>.</param>
/// <param name="Step">The step that failed, or null.</param>
/// <param name="Cause">What happened to the oldest letter.</param>
/// <param name="WhatToDo">What the operator should do.</param>
/// <param name="Count">The number of letters.</param>
/// <param name="OldestAt">When the oldest became a dead letter.</param>
/// <param name="Accounts">The ids of the accounts.</param>
/// <param name="CanBeRedriven">Whether <c>letters redrive</c> does something with it.</param>
internal sealed record LetterCauseReport(
    string Id,
    int Number,
    string Kind,
    string? Step,
    string Cause,
    string WhatToDo,
    int Count,
    DateTimeOffset? OldestAt,
    IReadOnlyList<string> Accounts,
    bool CanBeRedriven)
{
    public static LetterCauseReport Of(LetterCause cause) => new(
        cause.Id,
        cause.Number,
        cause.First.Kind,
        cause.First.Step,
        cause.First.Cause,
        cause.First.Advice,
        cause.Letters.Count,
        cause.OldestAt,
        cause.Accounts,
        cause.First.CanBeRedriven);
}

/// <summary>The document of <c>letters redrive</c> and <c>letters delete</c>.</summary>
/// <param name="Letters">The letters that were redriven or deleted.</param>
/// <param name="Kept">Letters that stay in the queue, because the function cannot read them.</param>
/// <param name="Accounts">How the run on each account ended; empty for <c>delete</c>.</param>
internal sealed record LettersDoneReport(int Letters, int Kept, IReadOnlyList<AccountEnd> Accounts) : Report;

/// <param name="Id">The account.</param>
/// <param name="Outcome">The last outcome in the log; null if there is none yet.</param>
/// <param name="Cause">Why it failed; null if it did not.</param>
internal sealed record AccountEnd(string Id, string? Outcome, string? Cause);
