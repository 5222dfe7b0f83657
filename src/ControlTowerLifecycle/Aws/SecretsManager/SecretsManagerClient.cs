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
    public async Task<string> GetSecretValueAsync(string secretId, CancellationToken cancellationToken)
    {
        var response = await _api.CallAsync(
            GetSecretValue,
            secretId,
            new GetSecretValueRequest(secretId),
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
}
