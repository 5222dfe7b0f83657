namespace ControlTowerLifecycle.WorkloadSecurity.Credentials;

/// <summary>The versions of the secret with the API key.</summary>
internal interface ISecretVersions
{
    /// <returns>The text of the version with this label; null if there is none.</returns>
    Task<string?> FindAsync(string stage, string? versionId, CancellationToken cancellationToken);

    /// <summary>The staging labels of each version, by the version's ID.</summary>
    Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>Adds a version with a label. The same call again changes nothing.</summary>
    Task AddAsync(string versionId, string secret, string stage, CancellationToken cancellationToken);

    /// <summary>Moves a label from one version to another, in one operation.</summary>
    /// <param name="stage">The label.</param>
    /// <param name="fromVersion">The version that has it; null if no version has it. The call fails if another one has.</param>
    /// <param name="toVersion">The version that gets it; null to remove the label.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task MoveAsync(string stage, string? fromVersion, string? toVersion, CancellationToken cancellationToken);
}
