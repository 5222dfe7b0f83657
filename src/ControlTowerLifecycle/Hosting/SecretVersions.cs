using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.SecretsManager;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

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

    public Task AddAsync(string versionId, string secret, string stage, CancellationToken cancellationToken) =>
        secrets.PutSecretValueAsync(secretId, versionId, secret, stage, cancellationToken);

    public Task MoveAsync(string stage, string? fromVersion, string? toVersion, CancellationToken cancellationToken) =>
        secrets.MoveStageAsync(secretId, stage, fromVersion, toVersion, cancellationToken);
}
