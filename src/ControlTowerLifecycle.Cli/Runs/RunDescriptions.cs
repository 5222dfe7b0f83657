using System.Diagnostics;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Cli.Runs;

/// <summary>Plans and outcomes as values for documents and lines.</summary>
internal static class RunDescriptions
{
    public static PlannedAccount Describe(PlannedRun planned)
    {
        var (id, name) = (planned.Id.Value, OutsideText.CleanName(planned.AccountName));
        if (planned.Ended is { } ended)
        {
            var finished = Describe(new RunReport(planned.Id, ended));
            return new PlannedAccount(id, name, ended.Word) { Reason = finished.Reason, WhatToDo = finished.WhatToDo };
        }

        var changes = new PolicyChanges(planned.States);
        return new PlannedAccount(
            id, name, planned.Plan.Steps is [] ? PlannedAccount.Unchanged : PlannedAccount.WouldChange)
        {
            Reason = OutsideText.CleanSentence(planned.Plan.ConnectedOtherwise),
            Steps = [.. planned.Plan.Steps.Select(step => Describe(step) with { Changes = changes.Of(step) })],
        };
    }

    public static FinishedRun Describe(RunReport report)
    {
        var run = new FinishedRun(report.Id.Value, OutsideText.CleanName(report.AccountName), report.Outcome.Word);
        return report.Outcome switch
        {
            RunOutcome.Onboarded onboarded => run with { Steps = Steps(onboarded.Steps) },
            RunOutcome.Unchanged unchanged => run with { Reason = OutsideText.CleanSentence(unchanged.Why) },
            RunOutcome.Skipped skipped => run with { Reason = OutsideText.CleanSentence(skipped.Reason.Sentence) },
            RunOutcome.Offboarded offboarded => run with
            {
                Steps = Steps(offboarded.Steps),
                Reason = OutsideText.CleanSentence(offboarded.Why),
            },
            RunOutcome.Rejected rejected => Failed(run, rejected.Failure, rejected.Applied),
            RunOutcome.Retry retry => Failed(run, retry.Failure, retry.Applied),
            _ => throw new UnreachableException(),
        };
    }

    private static FinishedRun Failed(FinishedRun run, RunFailure failure, IReadOnlyList<Step> applied) => run with
    {
        Steps = Steps(applied),
        Reason = OutsideText.CleanSentence($"{failure.Step}: {failure.Cause}"),
        WhatToDo = OutsideText.CleanSentence(failure.Advice),
    };

    private static IReadOnlyList<PlannedStep> Steps(IEnumerable<Step> steps) => [.. steps.Select(Describe)];

    private static PlannedStep Describe(Step step) =>
        new(step.Protection, step.Verb, OutsideText.CleanSentence(step.Target));
}
