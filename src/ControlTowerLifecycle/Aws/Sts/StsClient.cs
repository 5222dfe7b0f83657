using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Aws.Sts;

/// <summary>Who the caller is, and the roles it may assume. Always the endpoint of the caller's region.</summary>
/// <remarks>Every method throws <see cref="AwsException"/> where STS refuses or does not answer.</remarks>
internal sealed class StsClient(AwsConnection connection)
{
    private readonly AmazonSecurityTokenServiceClient _client = SdkClients.CreateSts(connection);

    /// <summary>Assumes a role and returns a connection that acts as it.</summary>
    /// <param name="roleArn">The role.</param>
    /// <param name="sessionName">
    /// What CloudTrail of the role's account shows: 2 to 64 letters, digits or any of <c>_=,.@-</c>.
    /// </param>
    /// <param name="sessionPolicy">
    /// What the session may do at most, JSON text of up to 2,048 characters; null leaves it all the role may do.
    /// </param>
    /// <param name="duration">
    /// 15 minutes to 12 hours; one hour at most where the caller itself is an assumed role.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<RoleSession> AssumeRoleAsync(
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
        return await AwsInvocation.InvokeAsync(
            AwsService.Sts,
            "AssumeRole",
            roleArn,
            async () => Session(await _client.AssumeRoleAsync(request, cancellationToken)),
            cancellationToken);
    }

    /// <summary>The identity behind the connection's credentials. Needs no permission.</summary>
    public async Task<CallerIdentity> GetCallerIdentityAsync(CancellationToken cancellationToken)
    {
        return await AwsInvocation.InvokeAsync(
            AwsService.Sts,
            "GetCallerIdentity",
            resource: null,
            async () => Identity(await _client.GetCallerIdentityAsync(new(), cancellationToken)),
            cancellationToken);
    }

    private static CallerIdentity Identity(GetCallerIdentityResponse response) =>
        response is { Account: { Length: > 0 } account, Arn: { Length: > 0 } arn }
            ? new CallerIdentity(account, arn)
            : throw new FormatException("The answer has no identity.");

    private RoleSession Session(AssumeRoleResponse response) =>
        response is
        {
            AssumedRoleUser.Arn: { Length: > 0 } arn,
            Credentials:
            {
                AccessKeyId: { Length: > 0 } id,
                SecretAccessKey: { Length: > 0 } key,
                SessionToken: { Length: > 0 } token,
                Expiration: { } expiration,
            },
        }
            ? new RoleSession(
                arn,
                new DateTimeOffset(expiration.ToUniversalTime()),
                connection.With(new SessionAWSCredentials(id, key, token)))
            : throw new FormatException("The answer has no whole session.");
}
