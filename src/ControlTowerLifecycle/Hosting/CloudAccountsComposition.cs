using ControlTowerLifecycle.Aws.SecretsManager;
using ControlTowerLifecycle.CloudAccounts;
using ControlTowerLifecycle.CloudAccounts.Api;
using ControlTowerLifecycle.CloudAccounts.Connections;
using ControlTowerLifecycle.CloudAccounts.Credentials;
using ControlTowerLifecycle.CloudAccounts.Role;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.VendorCalls;
using ControlTowerLifecycle.WorkloadSecurity;

namespace ControlTowerLifecycle.Hosting;

/// <summary>Cloud Accounts of one process: one client, one API key, one share of its own call budget.</summary>
internal sealed class CloudAccountsComposition
{
    private readonly CloudAccountsKeySource _keys;
    private readonly TimeProvider _time;

    /// <param name="settings">The settings of the process.</param>
    /// <param name="wanted">The settings of Cloud Accounts.</param>
    /// <param name="record">Which accounts had no connection before ours.</param>
    /// <param name="log">The log of listed connections.</param>
    /// <param name="shared">What the protections of a process share.</param>
    public CloudAccountsComposition(
        LifecycleSettings settings, CloudAccountsSettings wanted, IRegistrationRecord record, IConnectionLog log,
        VendorTransport shared)
    {
        _time = shared.Time;
        var secrets = new SecretsManagerClient(settings.Aws);
        _keys = new CloudAccountsKeySource(token => secrets.GetSecretValueAsync(wanted.SecretArn, token), shared.Time);
        var share = CallBudget.ShareOf(wanted.CallsPerMinute, settings.MaximumConcurrency);
        var budget = new CallBudget(share, shared.Time)
        {
            LongestWait = shared.LongestWait,
            InvocationEnd = shared.InvocationEnd,
        };
        var client = new CloudAccountsClient(
            new CloudAccountsHttp(shared.Http, wanted.ApiUrl, _keys, budget, shared.Time) { Count = shared.Calls },
            wanted.PathPrefix);
        var role = new VisionOneRole(
            settings.Aws.Partition.Name, settings.Aws.Region, wanted.Region, wanted.OidcHost, wanted.BusinessId)
        {
            ParameterPaths = wanted.ParameterPaths,
        };
        Protection = new CloudAccountsProtection(
            client, role, wanted.Options, record, log, settings.ManagementAccountId, shared.Time)
        {
            TakesOver = wanted.TakesOver,
            Coverable = wanted.Options.InstanceId is null ? [] : [WorkloadSecurityProtection.ProtectionName],
        };
    }

    public CloudAccountsProtection Protection { get; }

    /// <summary>Days until the key ends; null if its end cannot be read.</summary>
    public async Task<double?> KeyDaysLeftAsync(CancellationToken cancellationToken) =>
        (await _keys.GetAsync(cancellationToken)).ExpiresAt is { } end ? (end - _time.GetUtcNow()).TotalDays : null;
}
