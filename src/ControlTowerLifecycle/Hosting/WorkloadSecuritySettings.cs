using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Hosting;

/// <summary>The settings of Workload Security.</summary>
internal sealed record WorkloadSecuritySettings
{
    /// <summary>WORKLOAD_SECURITY_ENDPOINT, as the base address of the API.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>WORKLOAD_SECURITY_SECRET_ARN.</summary>
    public required string SecretArn { get; init; }

    /// <summary>WORKLOAD_SECURITY_KEY_STYLE; default auto.</summary>
    public required KeyStyle KeyStyle { get; init; }

    /// <summary>
    /// WORKLOAD_SECURITY_ACCOUNT_ID: the vendor's account; default 147995105371, the account of all SaaS regions.
    /// </summary>
    public required AccountId VendorAccountId { get; init; }

    /// <summary>WORKLOAD_SECURITY_EXTERNAL_ID; if null, it is read from the tenant.</summary>
    public string? ExternalId { get; init; }

    /// <summary>WORKLOAD_SECURITY_KEEP_EXTERNAL_ID; default false. Walks write the tenant's external ID into the secret.</summary>
    public bool KeepsExternalId { get; init; }

    /// <summary>WORKLOAD_SECURITY_CALLS_PER_MINUTE, for all concurrent invocations together; default 400.</summary>
    public required int CallsPerMinute { get; init; }

    /// <summary>FOREIGN_CONNECTORS; default keep: connectors of other owners stay as they are.</summary>
    public bool TakesOverForeignConnectors { get; init; }

    /// <summary>WORKSPACES_ENABLED; default false.</summary>
    public bool WorkspacesEnabled { get; init; }
}
