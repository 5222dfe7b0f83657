using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.SecretsManager;

namespace ControlTowerLifecycle.Cli.Doctor.Checks;

/// <summary>The secret with an API key can be read.</summary>
internal sealed class SecretCheck(Installation installation, string protection, string secret) : ICheck
{
    public string Id => $"secret-{protection}";

    public string Name => $"secret of {protection}";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await new SecretsManagerClient(installation.Aws).GetSecretValueAsync(secret, cancellationToken);
            return CheckResult.Ok("readable");
        }
        catch (AwsException refused) when (refused.Code is "ResourceNotFoundException" or "InvalidRequestException" || refused.Status is 200)
        {
            return CheckResult.Failed(refused.Message, refused.Advice ?? "Put the API key into the secret as text.");
        }
    }
}
