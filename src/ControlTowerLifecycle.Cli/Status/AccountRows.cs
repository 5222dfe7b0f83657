using System.Diagnostics;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Cli.Status;

/// <summary>The line of an account: its state, why it is not right, and the next command.</summary>
/// <param name="failures">The last failed run of each account.</param>
/// <param name="letters">The accounts that the dead letters name.</param>
internal sealed class AccountRows(IReadOnlyDictionary<string, FailedRun> failures, IReadOnlySet<string> letters)
{
    public ReportedAccount Of(AccountVerdict verdict)
    {
        var id = verdict.Account.Id.Value;
        var state = State(verdict);
        return new ReportedAccount(
            id,
            OutsideText.CleanName(verdict.Account.Name),
            verdict.Account.OrganizationalUnits is [.., var unit] ? unit : null,
            state,
            OutsideText.CleanSentence(Reason(verdict, state)),
            NextCommand(id, state));
    }

    private string State(AccountVerdict verdict) => verdict.Status switch
    {
        ProtectionStatus.Protected => AccountStates.Protected,

        // Only if governance is unknown: then nothing shows whether the account should be protected.
        ProtectionStatus.Skipped when verdict.Reason == SkipReason.NoExecutionRole => AccountStates.NotChecked,
        ProtectionStatus.Skipped => AccountStates.Skipped,
        ProtectionStatus.Widened => AccountStates.Widened,
        _ when IsRetrying(verdict) => AccountStates.Retrying,
        ProtectionStatus.Missing => AccountStates.Missing,
        ProtectionStatus.Drifted => AccountStates.Drifted,
        ProtectionStatus.Failed => AccountStates.Failed,
        ProtectionStatus.NotChecked => AccountStates.NotChecked,
        _ => throw new UnreachableException(),
    };

    /// <summary>Whether the queue will run it again.</summary>
    private bool IsRetrying(AccountVerdict verdict) =>
        verdict.Conflict is null
        && failures.GetValueOrDefault(verdict.Account.Id.Value) is { IsRetried: true }
        && !letters.Contains(verdict.Account.Id.Value);

    private string? Reason(AccountVerdict verdict, string state) => verdict switch
    {
        { Status: ProtectionStatus.Protected } => null,
        { Reason: { } skipped } => skipped.Sentence,
        { Conflict: { } conflict } => conflict.Message,
        _ when state == AccountStates.Retrying => $"the last run failed and is repeated: {failures[verdict.Account.Id.Value].Cause}",
        { Failure: { } failure } => failure.Message,
        _ when failures.GetValueOrDefault(verdict.Account.Id.Value) is { } failed => $"the last run failed: {failed.Cause}",
        { Steps: [] } => "the vendor has no registration of it",
        _ => string.Join(", ", verdict.Steps),
    };

    private string? NextCommand(string id, string state) => state switch
    {
        AccountStates.Protected or AccountStates.Skipped or AccountStates.NotChecked => null,
        _ when letters.Contains(id) => $"{Tool.Name} letters redrive {id}",
        AccountStates.Missing or AccountStates.Drifted => $"{Tool.Name} onboard {id}",
        _ => $"{Tool.Name} account {id}",
    };
}

/// <summary>A run of an account that failed, as the log of the lifecycle function has it.</summary>
/// <param name="IsRetried">Whether the outcome was <c>retry</c>.</param>
/// <param name="Cause">What happened.</param>
internal sealed record FailedRun(bool IsRetried, string Cause);
