namespace ControlTowerLifecycle.WorkloadSecurity.Credentials;

/// <summary>What a walk knows about the external ID. It does not contain the ID.</summary>
/// <param name="Origin">Where the ID comes from.</param>
/// <param name="IsKept">Whether the secret has it.</param>
/// <param name="Retrieval">Whether the vendor returns it.</param>
internal sealed record ExternalIdReport(ExternalIdOrigin Origin, bool IsKept, RetrievalState Retrieval)
{
    /// <summary>Why the ID was not written into the secret; null if it was, or need not be.</summary>
    public string? Failure { get; init; }

    /// <summary>What the operator should do about the failure.</summary>
    public string? Advice { get; init; }
}

/// <summary>The vendor's setting platformSettingAwsExternalIdRetrievalEnabled.</summary>
internal enum RetrievalState
{
    /// <summary>The key may not read the setting.</summary>
    Unknown,

    Enabled,

    Disabled,
}

/// <summary>The log of the external ID.</summary>
internal interface IExternalIdLog
{
    void ExternalId(ExternalIdReport report);
}
