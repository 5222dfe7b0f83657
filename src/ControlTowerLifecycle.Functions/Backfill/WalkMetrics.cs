using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Hosting.Metrics;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.Functions.Backfill;

/// <summary>What a walk measured, told once at its end.</summary>
/// <param name="functionName">The function that walks.</param>
/// <param name="calls">The process's calls of the vendor's API.</param>
/// <param name="keyDaysLeft">Days until the API key ends.</param>
/// <param name="log">Where metrics are written.</param>
internal sealed class WalkMetrics(
    string functionName, VendorCallCount calls, Func<CancellationToken, Task<double>> keyDaysLeft, LifecycleLog log)
{
    /// <summary>Tells of an invocation that did a part of a walk.</summary>
    public void TellPart() => log.WriteMetrics(functionName, calls.TakeMeasurements());

    /// <summary>Tells of a whole walk. Only one over the whole organization says how all accounts stand.</summary>
    public async Task TellAsync(WalkRequest walk, WalkSummary summary, CancellationToken cancellationToken)
    {
        var daysLeft = walk.Kind == WalkKind.UnitLeft ? [] : await DaysLeftAsync(cancellationToken);
        var isWhole = walk is { Kind: WalkKind.Reconcile, Unit: null };
        log.WriteMetrics(functionName, [.. isWhole ? Standings(summary) : [], .. daysLeft, .. calls.TakeMeasurements()]);
        if (!isWhole)
            return;

        foreach (var (reason, count) in summary.Skipped)
            log.WriteMetrics(functionName, [new(Metric.AccountsSkipped, count)], reason);
    }

    private static IEnumerable<Measurement> Standings(WalkSummary summary) =>
    [
        new(Metric.AccountsTotal, summary.Accounts),
        new(Metric.AccountsProtected, summary.Protected),
        new(Metric.AccountsMissing, summary.Missing),
        new(Metric.AccountsDrifted, summary.Drifted),
        new(Metric.AccountsFailed, summary.Failed),
        new(Metric.AccountsUnprotected, summary.Unprotected),
        new(Metric.AccountsSkipped, summary.SkippedInAll),
        .. summary.Orphaned is { } orphaned ? [new Measurement(Metric.ConnectorsOrphaned, orphaned)] : (Measurement[])[],
    ];

    private async Task<Measurement[]> DaysLeftAsync(CancellationToken cancellationToken)
    {
        try
        {
            return [new Measurement(Metric.ApiKeyDaysLeft, await keyDaysLeft(cancellationToken))];
        }
        catch (RemoteSystemException untold)
        {
            // The walk is done: that the key's last day is not known makes it no failure.
            log.KeyExpiryUnknown(untold.Message);
            return [];
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // How all accounts stand is told all the same.
            log.KeyExpiryUnknown("the invocation's time ran out");
            return [];
        }
    }
}
