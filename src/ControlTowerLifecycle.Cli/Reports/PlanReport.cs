namespace ControlTowerLifecycle.Cli.Reports;

/// <summary>The document of <c>plan</c>.</summary>
internal sealed record PlanReport(IReadOnlyList<PlannedAccount> Accounts) : Report
{
    /// <summary>How many accounts would change.</summary>
    public int WouldChange => Accounts.Count(account => account.Outcome == PlannedAccount.WouldChange);

    /// <summary>How many accounts could not be planned.</summary>
    public int Failed => Accounts.Count(account => account.IsFailed);

    internal int Skipped => Accounts.Count(account => account.Outcome == "skipped");
}

/// <summary>What would be done with an account.</summary>
/// <param name="Id">The account.</param>
/// <param name="Name">Its name; null if it is not known.</param>
/// <param name="Outcome">A constant, or the word of the outcome that a run would have.</param>
internal sealed record PlannedAccount(string Id, string? Name, string Outcome)
{
    public const string WouldChange = "wouldChange";
    public const string Unchanged = "unchanged";

    /// <summary>Why it is skipped or failed, or why nothing is to do.</summary>
    public string? Reason { get; init; }

    /// <summary>What to do about a failure.</summary>
    public string? WhatToDo { get; init; }

    public IReadOnlyList<PlannedStep> Steps { get; init; } = [];

    internal bool IsFailed => Outcome is "rejected" or "retry";
}

/// <summary>A step, and the policy that it changes.</summary>
internal sealed record PlannedStep(string Protection, string Verb, string Target)
{
    /// <summary>The lines of the policy that change, with <c>-</c> or <c>+</c> before each; null if the step changes none.</summary>
    public IReadOnlyList<string>? Changes { get; init; }
}
