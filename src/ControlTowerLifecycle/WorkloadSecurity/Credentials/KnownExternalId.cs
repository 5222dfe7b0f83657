namespace ControlTowerLifecycle.WorkloadSecurity.Credentials;

/// <summary>An external ID, where it comes from, and when it was read.</summary>
internal sealed record KnownExternalId(string Value, ExternalIdOrigin Origin, DateTimeOffset ReadAt);

/// <summary>Where the external ID comes from.</summary>
internal enum ExternalIdOrigin
{
    /// <summary>WORKLOAD_SECURITY_EXTERNAL_ID.</summary>
    Setting,

    /// <summary>GET /awsconnectorsettings.</summary>
    Tenant,

    /// <summary>The field ExternalId of the secret.</summary>
    Secret,
}
