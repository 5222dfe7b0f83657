using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Aws.SecretsManager;

/// <summary>Secrets of the caller's account and region.</summary>
internal sealed class SecretsManagerClient(AwsConnection connection)
{
    private const string GetSecretValue = "GetSecretValue";

    private readonly JsonApi _api = new(connection, AwsService.SecretsManager, "secretsmanager", "1.1");

    /// <summary>The current text of a secret.</summary>
    /// <param name="secretId">The ARN or the name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="AwsException">Secrets Manager refuses or does not respond, or the secret is binary.</exception>
    public Task<string> GetSecretValueAsync(string secretId, CancellationToken cancellationToken) =>
        GetSecretValueAsync(secretId, versionId: null, stage: null, cancellationToken);

    /// <summary>The text of one version of a secret, which has the staging label.</summary>
    /// <param name="secretId">The ARN or the name.</param>
    /// <param name="versionId">The version; null for the version that has the label.</param>
    /// <param name="stage">The label, for example AWSPENDING; null is AWSCURRENT.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="AwsException">ResourceNotFoundException if there is no such version.</exception>
    public async Task<string> GetSecretValueAsync(
        string secretId, string? versionId, string? stage, CancellationToken cancellationToken)
    {
        var response = await _api.CallAsync(
            GetSecretValue,
            secretId,
            new GetSecretValueRequest(secretId) { VersionId = versionId, VersionStage = stage },
            SecretsManagerWireContext.Default.GetSecretValueRequest,
            SecretsManagerWireContext.Default.GetSecretValueResponse,
            cancellationToken);
        return response.SecretString ?? throw AwsException.ForUnusableResponse(
            AwsService.SecretsManager,
            GetSecretValue,
            secretId,
            "the secret is binary, not text",
            "Store the secret as text: with SecretString, not with SecretBinary.");
    }

    /// <summary>The staging labels of each version of a secret, by the version's ID.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> DescribeVersionsAsync(
        string secretId, CancellationToken cancellationToken)
    {
        var response = await _api.CallAsync(
            "DescribeSecret",
            secretId,
            new DescribeSecretRequest(secretId),
            SecretsManagerWireContext.Default.DescribeSecretRequest,
            SecretsManagerWireContext.Default.DescribeSecretResponse,
            cancellationToken);
        return response.VersionIdsToStages ?? new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
    }

    /// <summary>Adds a version with the given ID. The same call again changes nothing.</summary>
    /// <exception cref="AwsException">ResourceExistsException if the version has another value.</exception>
    public Task PutSecretValueAsync(
        string secretId, string versionId, string value, string stage, CancellationToken cancellationToken) =>
        _api.CallAsync(
            "PutSecretValue",
            secretId,
            new PutSecretValueRequest(secretId, versionId, [stage]) { SecretString = value },
            SecretsManagerWireContext.Default.PutSecretValueRequest,
            SecretsManagerWireContext.Default.VersionResponse,
            cancellationToken);

    /// <summary>Moves a staging label from one version to another.</summary>
    /// <param name="secretId">The ARN or the name.</param>
    /// <param name="stage">The label.</param>
    /// <param name="fromVersion">The version that has it; null if no version has it.</param>
    /// <param name="toVersion">The version that gets it; null to remove the label.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="AwsException">InvalidParameterException if another version has the label.</exception>
    public Task MoveStageAsync(
        string secretId, string stage, string? fromVersion, string? toVersion, CancellationToken cancellationToken) =>
        _api.CallAsync(
            "UpdateSecretVersionStage",
            secretId,
            new UpdateSecretVersionStageRequest(secretId, stage)
            {
                MoveToVersionId = toVersion,
                RemoveFromVersionId = fromVersion,
            },
            SecretsManagerWireContext.Default.UpdateSecretVersionStageRequest,
            SecretsManagerWireContext.Default.VersionResponse,
            cancellationToken);
}
