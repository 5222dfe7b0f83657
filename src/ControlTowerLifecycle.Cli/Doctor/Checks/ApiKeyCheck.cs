using ControlTowerLifecycle.Aws;

namespace ControlTowerLifecycle.Cli.Doctor.Checks;

/// <summary>The vendor responds and accepts the API key.</summary>
internal sealed class ApiKeyCheck(Installation installation, string protection) : ICheck
{
    public string Id => $"api-key-{protection}";

    public string Name => $"API key of {protection}";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken) =>
        await installation.Keys[protection].GetAsync(cancellationToken) switch
        {
            null => CheckResult.Ok("the vendor accepts it"),
            AwsException secret => CheckResult.NotChecked(secret.Message, "Correct the check of the secret first."),
            { } refused => CheckResult.Failed(
                refused.Message, refused.Advice ?? "The vendor is not available: look at its status page, and run the command again."),
        };
}
