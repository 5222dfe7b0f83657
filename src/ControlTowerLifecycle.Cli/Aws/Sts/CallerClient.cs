using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Cli.Aws.Sts;

/// <summary>Whose the credentials are. AWS allows this call to everyone.</summary>
internal sealed class CallerClient(AwsConnection connection)
{
    private readonly AmazonSecurityTokenServiceClient _sts = SdkClients.CreateSts(connection);

    /// <summary>The account of the caller.</summary>
    /// <exception cref="AwsException">The credentials are not valid, or STS does not respond.</exception>
    public Task<string> ReadAccountAsync(CancellationToken cancellationToken) => AwsInvocation.InvokeAsync(
        AwsService.Sts,
        "GetCallerIdentity",
        null,
        async () => (await _sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken)).Account
            ?? throw new FormatException("The response has no account."),
        cancellationToken);
}
