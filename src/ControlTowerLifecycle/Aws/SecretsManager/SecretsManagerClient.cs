using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Aws.SecretsManager;

/// <summary>Secrets of the caller's account and region.</summary>
internal sealed class SecretsManagerClient(AwsConnection connection)
{
    private const string GetSecretValue = "GetSecretValue";

    private readonly JsonApi _api = new(connection, AwsService.SecretsManager, "secretsmanager", "1.1");

    /// <summary>The current text of a secret.</summary>
    /// <param name="secretId">Its ARN or name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="AwsException">Secrets Manager refuses, does not answer, or keeps the secret as
    /// binary.</exception>
    public async Task<string> GetSecretValueAsync(string secretId, CancellationToken cancellationToken)
    {
        var answer = await _api.CallAsync(
            GetSecretValue,
            secretId,
            new GetSecretValueRequest(secretId),
            SecretsManagerWireContext.Default.GetSecretValueRequest,
            SecretsManagerWireContext.Default.GetSecretValueResponse,
            cancellationToken);
        return answer.SecretString ?? throw AwsException.ForUnusableResponse(
            AwsService.SecretsManager,
            GetSecretValue,
            secretId,
            "the secret is binary and text is needed",
            "Store the secret as text: put it with SecretString, not with SecretBinary.");
    }
}
