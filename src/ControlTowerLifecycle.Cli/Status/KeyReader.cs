using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Cli.Status;

/// <summary>Reads the last day of each API key from its vendor.</summary>
internal static class KeyReader
{
    /// <exception cref="Failures.RemoteSystemException">A secret or a vendor refused or did not respond.</exception>
    public static async Task<IReadOnlyList<ReportedKey>> ReadAsync(
        ProtectionsComposition vendor, TimeProvider time, CancellationToken cancellationToken)
    {
        var days = await Task.WhenAll(vendor.KeyExpiries.Select(async key =>
            (key.Protection, Days: await key.ReadDaysLeftAsync(cancellationToken))));
        return
        [
            .. days.Select(key => Report(key.Protection, key.Days, time)),
        ];
    }

    public static ReportedKey Report(string protection, double daysLeft, TimeProvider time) => new(
        protection,
        daysLeft >= ApiKeyExpiry.NeverEnds ? null : DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime.AddDays(daysLeft)));
}
