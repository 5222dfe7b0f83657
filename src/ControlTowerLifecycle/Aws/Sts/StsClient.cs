using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Aws.Sts;

/// <summary>Assumes roles, always at the STS endpoint of the caller's region.</summary>
internal sealed class StsClient(AwsConnection connection)
{
    private readonly AmazonSecurityTokenServiceClient _client = SdkClients.CreateSts(connection);

    /// <summary>Assumes a role and returns a connection with the credentials of the session.</summary>
    /// <param name="roleArn">The role.</param>
    /// <param name="sessionName">
    /// Shown by CloudTrail in the role's account: 2 to 64 letters, digits or any of <c>_=,.@-</c>.
    /// </param>
    /// <param name="sessionPolicy">
    /// The most that the session may do: JSON text of up to 2,048 characters. If null, it may do all that the role may.
    /// </param>
    /// <param name="duration">
    /// 15 minutes to 12 hours; at most one hour if the caller itself is an assumed role.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="AwsException">STS refuses or does not respond.</exception>
    public Task<AwsConnection> AssumeRoleAsync(
        string roleArn,
        string sessionName,
        string? sessionPolicy,
        TimeSpan duration,
        CancellationToken cancellationToken)
    {
        var request = new AssumeRoleRequest
        {
            RoleArn = roleArn,
            RoleSessionName = sessionName,
            Policy = sessionPolicy,
            DurationSeconds = (int)duration.TotalSeconds,
        };
        return AwsInvocation.InvokeAsync(
            AwsService.Sts,
            "AssumeRole",
            roleArn,
            async () => Session(await _client.AssumeRoleAsync(request, cancellationToken)),
            cancellationToken);
    }

    private AwsConnection Session(AssumeRoleResponse response) =>
        response.Credentials is
        {
            AccessKeyId: { Length: > 0 } id,
            SecretAccessKey: { Length: > 0 } key,
            SessionToken: { Length: > 0 } token,
        }
            ? connection.WithCredentials(new SessionAWSCredentials(id, key, token))
            : throw new FormatException("The response has no complete credentials.");
}
