using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.WorkloadSecurity;

namespace ControlTowerLifecycle.Hosting;

/// <summary>Workload Security put together: one client, one key, one share of the budget a process.</summary>
internal sealed class WorkloadSecurityComposition
{
    public WorkloadSecurityComposition(LifecycleSettings settings, HttpClient http, TimeProvider time)
    {
        var wanted = settings.WorkloadSecurity;
        var secrets = new SecretsManagerClient(settings.Aws);
        var keys = new ApiKeySource(token => secrets.GetSecretValueAsync(wanted.SecretArn, token), wanted.KeyStyle);
        var share = new CallBudget(CallBudget.ShareOf(wanted.CallsPerMinute, settings.MaximumConcurrency), time);
        var wire = new WorkloadSecurityHttp(http, wanted.Endpoint, keys, share, time) { Count = Calls };
        var client = new WorkloadSecurityClient(wire);
        KeyExpiry = new ApiKeyExpiry(client, time);
        Protection = new WorkloadSecurityProtection(
            client,
            new ExternalIdSource(wanted.ExternalId, client, keys, time),
            new ConnectorRole(settings.Aws.Partition.Name, settings.ConnectorRoleName, wanted.VendorAccountId),
            settings.ManagementAccountId,
            wanted.WorkspacesEnabled,
            time);
    }

    public WorkloadSecurityProtection Protection { get; }

    public ApiKeyExpiry KeyExpiry { get; }

    public VendorCallCount Calls { get; } = new();
}
