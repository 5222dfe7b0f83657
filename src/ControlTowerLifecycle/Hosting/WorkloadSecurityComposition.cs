using ControlTowerLifecycle.Aws.SecretsManager;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.VendorCalls;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.Hosting;

/// <summary>Workload Security of one process: one client, one API key, one share of the call budget.</summary>
internal sealed class WorkloadSecurityComposition
{
    /// <param name="settings">The settings of the process.</param>
    /// <param name="wanted">The settings of Workload Security.</param>
    /// <param name="record">Which accounts had no connector before ours.</param>
    /// <param name="shared">What the protections of a process share.</param>
    /// <param name="log">The log of the external ID.</param>
    public WorkloadSecurityComposition(
        LifecycleSettings settings, WorkloadSecuritySettings wanted, IRegistrationRecord record, VendorTransport shared,
        IExternalIdLog log)
    {
        var time = shared.Time;
        var secrets = new SecretsManagerClient(settings.Aws);
        var keys = new ApiKeySource(token => secrets.GetSecretValueAsync(wanted.SecretArn, token), wanted.KeyStyle, time);
        var share = CallBudget.ShareOf(wanted.CallsPerMinute, settings.MaximumConcurrency);
        var budget = new CallBudget(share, time)
        {
            LongestWait = shared.LongestWait,
            InvocationEnd = shared.InvocationEnd,
        };
        var http = new WorkloadSecurityHttp(shared.Http, wanted.Endpoint, keys, budget, time) { Count = shared.Calls };
        var client = new WorkloadSecurityClient(http);
        var isWalk = settings.Function == LifecycleFunctionName.Backfill;
        var externalIds = new ExternalIdSource(wanted.ExternalId, client, keys, time)
        {
            TrustsKeptId = wanted.KeepsExternalId && !isWalk,
        };
        var kept = new KeptExternalId(new SecretVersions(secrets, wanted.SecretArn));
        ExternalId = new ExternalIdCheck(externalIds, keys, kept, new RetrievalSettingClient(http), log)
        {
            Keeps = wanted.KeepsExternalId && isWalk,
        };
        KeyExpiry = new ApiKeyExpiry(client, time);
        Protection = new WorkloadSecurityProtection(
            client,
            externalIds,
            new ConnectorRole(settings.Aws.Partition.Name, settings.ConnectorRoleName, wanted.VendorAccountId)
            {
                PermissionsBoundary = settings.ConnectorRolePermissionsBoundary,
                ExtraTags = settings.ConnectorRoleTags,
            },
            record,
            settings.ManagementAccountId,
            wanted.WorkspacesEnabled,
            time)
        {
            TakesOverForeignConnectors = wanted.TakesOverForeignConnectors,
            OnVerified = ExternalId.RunAsync,
        };
    }

    public WorkloadSecurityProtection Protection { get; }

    public ExternalIdCheck ExternalId { get; }

    public ApiKeyExpiry KeyExpiry { get; }
}
