using ControlTowerLifecycle.CloudAccounts;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.VendorCalls;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Hosting;

/// <summary>The protections of one process, chosen by PROTECTIONS.</summary>
internal sealed class ProtectionsComposition
{
    private readonly List<(string Protection, Func<CancellationToken, Task<double>> ReadDaysLeftAsync)> _keyExpiries = [];
    private readonly VendorTransport _transport;
    private readonly LifecycleLog _log;

    /// <param name="settings">The settings.</param>
    /// <param name="record">The record of a protection: which accounts had no registration before ours.</param>
    /// <param name="transport">What the protections share.</param>
    /// <param name="log">The log of the process.</param>
    public ProtectionsComposition(
        LifecycleSettings settings, Func<string, IRegistrationRecord> record, VendorTransport transport, LifecycleLog log)
    {
        (_transport, _log) = (transport, log);
        List<IProtection> all = [];
        if (settings.WorkloadSecurity is { } workloadSecurity)
        {
            var composed = new WorkloadSecurityComposition(
                settings, workloadSecurity, record(WorkloadSecurityProtection.ProtectionName), transport, log);
            all.Add(composed.Protection);
            _keyExpiries.Add((WorkloadSecurityProtection.ProtectionName, composed.KeyExpiry.DaysLeftAsync));
            ExternalId = composed.ExternalId;
        }

        if (settings.CloudAccounts is { } cloudAccounts)
        {
            var composed = new CloudAccountsComposition(
                settings,
                cloudAccounts,
                record(CloudAccountsProtection.ProtectionName),
                new ConnectionLog(settings.FunctionName, log),
                transport);
            all.Add(composed.Protection);
            _keyExpiries.Add((
                CloudAccountsProtection.ProtectionName,
                async token => await composed.KeyDaysLeftAsync(token) ?? ApiKeyExpiry.NeverEnds));
        }

        All = all;
    }

    public IReadOnlyList<IProtection> All { get; }

    /// <summary>Null without Workload Security.</summary>
    public ExternalIdCheck? ExternalId { get; }

    public VendorCallCount Calls => _transport.Calls;

    /// <summary>Days until the first of the API keys ends. A key that ends soon is logged with its protection.</summary>
    public async Task<double> KeyDaysLeftAsync(CancellationToken cancellationToken) =>
        (await Task.WhenAll(_keyExpiries.Select(key => DaysLeftAsync(key.Protection, key.ReadDaysLeftAsync(cancellationToken)))))
            .Min();

    /// <summary>The protections, and what reads the days until their API key ends.</summary>
    public IReadOnlyList<(string Protection, Func<CancellationToken, Task<double>> ReadDaysLeftAsync)> KeyExpiries => _keyExpiries;

    private async Task<double> DaysLeftAsync(string protection, Task<double> reading)
    {
        var days = await reading;
        if (days <= ApiKeyExpiry.WarningDays)
            _log.KeyEndsSoon(protection, days);
        return days;
    }
}
