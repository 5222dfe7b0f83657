using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Cli.Commands;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Cli.Stack;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Cli.Status;

/// <summary>The walk of a reconcile that queues nothing, and returns each account as it is judged.</summary>
/// <param name="composition">The walk of the backfill function.</param>
/// <param name="rows">Describes accounts.</param>
/// <param name="time">The clock.</param>
internal sealed class StatusWalk(StackComposition composition, AccountRows rows, TimeProvider time)
{
    public AccountTotals Totals { get; } = new();

    /// <summary>Receives each account. After a restart of the walk, accounts come a second time.</summary>
    public Action<ReportedAccount> OnAccount { get; init; } = static _ => { };

    /// <summary>The walk starts again: the accounts so far do not count.</summary>
    public Action OnRestart { get; init; } = static () => { };

    /// <summary>A page of accounts was judged.</summary>
    public Action OnPage { get; init; } = static () => { };

    /// <returns>What could not be seen; empty if the walk saw everything.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(string? unit, CancellationToken cancellationToken)
    {
        try
        {
            var result = await new WalkRunner(composition, time) { OnJudged = Add }.RunAsync(
                new WalkRequest(WalkKind.Reconcile, unit), CancellationToken.None, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return [.. NotSeen(result)];
        }
        catch (RemoteSystemException failed)
        {
            return [OutsideText.CleanSentence($"{failed.Message.TrimEnd('.')}. {failed.Advice}".TrimEnd())];
        }
        catch (ToolException outOfTime)
        {
            return [$"{outOfTime.Message} {outOfTime.Advice}"];
        }
    }

    private void Add(AccountPage page, IReadOnlyList<AccountVerdict> verdicts)
    {
        if (page.IsRestart)
        {
            Totals.Clear();
            OnRestart();
        }

        foreach (var row in verdicts.Select(rows.Of))
        {
            Totals.Add(row.State);
            OnAccount(row);
        }

        OnPage();
    }

    private static IEnumerable<string> NotSeen(WalkResult result)
    {
        if (result.Next is not null)
            yield return "The walk did not reach its end.";
        if (result.Summary.Governance is { } governance && governance != WalkSummary.GovernanceKnown)
            yield return $"Which accounts are governed: {OutsideText.CleanSentence(governance)}";
    }
}
