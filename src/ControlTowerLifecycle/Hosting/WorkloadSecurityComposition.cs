using ControlTowerLifecycle.Aws.DynamoDb;
using ControlTowerLifecycle.Aws.SecretsManager;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.Hosting;

/// <summary>Workload Security put together: one client, one key, one share of the budget a process.</summary>
internal sealed class WorkloadSecurityComposition
{
    /// <summary>
    /// Lambda's limit. Nothing brings an account back to a walk before the next day, so it waits as long as its time lasts.
    /// </summary>
    private static readonly TimeSpan LongestInvocation = TimeSpan.FromMinutes(15);

    public WorkloadSecurityComposition(LifecycleSettings settings, HttpClient http, TimeProvider time)
    {
        var wanted = settings.WorkloadSecurity;
        var secrets = new SecretsManagerClient(settings.Aws);
        var keys = new ApiKeySource(token => secrets.GetSecretValueAsync(wanted.SecretArn, token), wanted.KeyStyle);
        var share = CallBudget.ShareOf(wanted.CallsPerMinute, settings.MaximumConcurrency);
        var budget = settings.Function == LifecycleFunctionName.Backfill
            ? new CallBudget(share, time) { LongestWait = LongestInvocation }
            : new CallBudget(share, time);
        var wire = new WorkloadSecurityHttp(http, wanted.Endpoint, keys, budget, time) { Count = Calls };
        var client = new WorkloadSecurityClient(wire);
        KeyExpiry = new ApiKeyExpiry(client, time);
        Protection = new WorkloadSecurityProtection(
            client,
            new ExternalIdSource(wanted.ExternalId, client, keys, time),
            new ConnectorRole(settings.Aws.Partition.Name, settings.ConnectorRoleName, wanted.VendorAccountId),
            settings.ManagementAccountId,
            wanted.WorkspacesEnabled,
            time)
        {
            // A walk only looks; what it queues is noted by who works it off.
            Record = settings is
            {
                Function: LifecycleFunctionName.Lifecycle,
                AccountLeft: AccountLeftAction.Disconnect,
                NotificationTableName: { } table,
            }
                ? new RegistrationTable(settings.Aws, table, WorkloadSecurityProtection.ProtectionName)
                : null,
        };
    }

    public WorkloadSecurityProtection Protection { get; }

    public ApiKeyExpiry KeyExpiry { get; }

    public VendorCallCount Calls { get; } = new();
}
