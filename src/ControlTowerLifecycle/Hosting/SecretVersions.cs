using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.SecretsManager;
using ControlTowerLifecycle.WorkloadSecurity.Rotation;

namespace ControlTowerLifecycle.Hosting;

/// <summary>The versions of one secret in Secrets Manager.</summary>
internal sealed class SecretVersions(SecretsManagerClient secrets, string secretId) : ISecretVersions
{
    public async Task<string?> FindAsync(string stage, string? versionId, CancellationToken cancellationToken)
    {
        try
        {
            return await secrets.GetSecretValueAsync(secretId, versionId, stage, cancellationToken);
        }
        catch (AwsException missing) when (missing.Code == "ResourceNotFoundException")
        {
            return null;
        }
    }

    public Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> DescribeAsync(CancellationToken cancellationToken) =>
        secrets.DescribeVersionsAsync(secretId, cancellationToken);

    public Task AddPendingAsync(string versionId, string secret, CancellationToken cancellationToken) =>
        secrets.PutSecretValueAsync(secretId, versionId, secret, KeyRotation.Pending, cancellationToken);

    public Task PromoteAsync(string fromVersion, string toVersion, CancellationToken cancellationToken) =>
        secrets.MoveStageAsync(secretId, KeyRotation.Current, fromVersion, toVersion, cancellationToken);
}
