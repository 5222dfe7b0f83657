namespace ControlTowerLifecycle.WorkloadSecurity.Rotation;

/// <summary>The versions of the secret with the API key.</summary>
internal interface ISecretVersions
{
    /// <returns>The text of the version with this label; null if there is none.</returns>
    Task<string?> FindAsync(string stage, string? versionId, CancellationToken cancellationToken);

    /// <summary>The staging labels of each version, by the version's ID.</summary>
    Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>Adds the version as AWSPENDING.</summary>
    Task AddPendingAsync(string versionId, string secret, CancellationToken cancellationToken);

    /// <summary>Makes a version the current one.</summary>
    Task PromoteAsync(string fromVersion, string toVersion, CancellationToken cancellationToken);
}
