using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Hosting.Metrics;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.Functions.Backfill;

/// <summary>The metrics of a walk, written once at its end.</summary>
/// <param name="functionName">The dimension of all metrics.</param>
/// <param name="calls">The calls that this process made to the vendor's API.</param>
/// <param name="keyDaysLeft">Reads the days until the API key expires.</param>
/// <param name="log">Where metrics are written.</param>
internal sealed class WalkMetrics(
    string functionName, VendorCallCount calls, Func<CancellationToken, Task<double>> keyDaysLeft, LifecycleLog log)
{
    /// <summary>Writes the metrics of an invocation that did a part of a walk.</summary>
    public void WritePartial() => log.WriteMetrics(functionName, calls.TakeMeasurements());

    /// <summary>
    /// Writes the metrics of a complete walk. Only a reconcile of the whole organization has the counts of all
    /// accounts.
    /// </summary>
    public async Task WriteAsync(WalkRequest walk, WalkSummary summary, CancellationToken cancellationToken)
    {
        var daysLeft = walk.Kind == WalkKind.UnitLeft ? [] : await ReadDaysLeftAsync(cancellationToken);
        var isWhole = walk is { Kind: WalkKind.Reconcile, Unit: null };
        log.WriteMetrics(
            functionName,
            [.. isWhole ? CountAccounts(summary) : [], .. MeasureGovernance(summary), .. daysLeft, .. calls.TakeMeasurements()]);
        if (!isWhole)
            return;

        foreach (var (reason, count) in summary.Skipped)
            log.WriteMetrics(functionName, [new(Metric.AccountsSkipped, count)], reason);
    }

    private static IEnumerable<Measurement> CountAccounts(WalkSummary summary) =>
    [
        new(Metric.AccountsTotal, summary.Accounts),
        new(Metric.AccountsProtected, summary.Protected),
        new(Metric.AccountsMissing, summary.Missing),
        new(Metric.AccountsDrifted, summary.Drifted),
        new(Metric.AccountsWidened, summary.Widened),
        new(Metric.AccountsFailed, summary.Failed),
        new(Metric.AccountsUnprotected, summary.Unprotected),
        new(Metric.AccountsSkipped, summary.SkippedTotal),
        .. summary.Orphaned is { } orphaned
            ? [new Measurement(Metric.ConnectorsOrphaned, orphaned)]
            : (Measurement[])[],
    ];

    /// <summary>Governance is of the whole organization, also in a walk over one unit.</summary>
    private static Measurement[] MeasureGovernance(WalkSummary summary) => summary.Governance switch
    {
        null => [],
        WalkSummary.GovernanceKnown => [new(Metric.GovernanceUnknown, 0)],
        _ => [new(Metric.GovernanceUnknown, 1)],
    };

    private async Task<Measurement[]> ReadDaysLeftAsync(CancellationToken cancellationToken)
    {
        try
        {
            return [new Measurement(Metric.ApiKeyDaysLeft, await keyDaysLeft(cancellationToken))];
        }
        catch (RemoteSystemException failed)
        {
            // The walk is complete. It does not fail because the key's expiry is unknown.
            log.KeyExpiryUnknown(failed.Message);
            return [];
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The counts of the accounts are written nevertheless.
            log.KeyExpiryUnknown("the invocation's time ran out");
            return [];
        }
    }
}
