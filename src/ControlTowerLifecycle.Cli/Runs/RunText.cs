using System.Globalization;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Reports;

namespace ControlTowerLifecycle.Cli.Runs;

/// <summary>The lines of <c>plan</c>, <c>onboard</c> and <c>offboard</c>.</summary>
internal sealed class RunText(Screen screen)
{
    public void Write(PlannedAccount account)
    {
        var word = account.Outcome == PlannedAccount.WouldChange ? "would change" : account.Outcome;
        screen.Write($"{account.Id}  {word}  {account.Name}".TrimEnd(), ToneOf(account.Outcome));
        Explain(account.Reason, account.WhatToDo);
        foreach (var step in account.Steps)
        {
            screen.Write($"{step.Verb} {step.Target}", indent: 2);
            foreach (var change in step.Changes ?? [])
                screen.Write(change, change[0] == '+' ? Tone.Good : Tone.Bad, 4);
        }
    }

    /// <summary>One line; a failure has what to do besides.</summary>
    public void Write(FinishedRun run)
    {
        var steps = string.Join(", ", run.Steps.Select(step => step.Verb));
        var why = run.IsFailed || run.Reason is null ? "" : run.Reason;
        screen.Write(
            string.Join("  ", new[] { run.Id, $"{run.Outcome,-9}", run.Name, steps, why }.Where(part => !string.IsNullOrEmpty(part)))
                .TrimEnd(),
            ToneOf(run.Outcome));
        if (run.IsFailed)
            Explain(run.Reason, run.WhatToDo);
    }

    public void Summarize(PlanReport plan)
    {
        var steps = plan.Accounts.Sum(account => account.Steps.Count);
        var counts = Counts(plan.Accounts.Select(account => account.Outcome));
        screen.Write("");
        screen.Write(
            plan switch
            {
                { WouldChange: > 0 } =>
                    Number($"{plan.WouldChange} of {plan.Accounts.Count} accounts would change, with {steps} steps: {counts}."),
                { Failed: > 0 } => $"It is not known what would change: {counts}.",
                _ => $"Nothing would change: {counts}.",
            },
            plan.Failed > 0 ? Tone.Bad : Tone.Strong);
    }

    public void Summarize(RunsReport runs)
    {
        screen.Write("");
        var counts = Counts(runs.Accounts.Select(run => run.Outcome));
        screen.Write(
            runs.Interrupted ? $"Interrupted after {counts}. Accounts that were begun are complete." : $"Done: {counts}.",
            runs.Accounts.Any(run => run.IsFailed) ? Tone.Bad : Tone.Strong);
    }

    private void Explain(string? reason, string? whatToDo)
    {
        if (reason is not null)
            screen.Write(reason, indent: 2);
        if (whatToDo is not null)
            screen.Write($"→ {whatToDo}", Tone.Strong, 2);
    }

    private static string Counts(IEnumerable<string> outcomes) => string.Join(
        ", ",
        outcomes.GroupBy(outcome => outcome, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .Select(group => Number($"{group.Count()} {(group.Key == PlannedAccount.WouldChange ? "would change" : group.Key)}"))
            .DefaultIfEmpty("no account"));

    private static Tone ToneOf(string outcome) => outcome switch
    {
        "rejected" or "retry" => Tone.Bad,
        PlannedAccount.WouldChange => Tone.Warning,
        "onboarded" => Tone.Good,
        _ => Tone.Plain,
    };

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
