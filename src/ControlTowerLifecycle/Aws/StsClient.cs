using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using ControlTowerLifecycle.Aws.Pipeline;

namespace ControlTowerLifecycle.Aws;

/// <summary>Who the caller is, and the roles it may assume. Always the endpoint of the caller's region.</summary>
/// <remarks>Every method throws <see cref="AwsException"/> where STS refuses or does not answer.</remarks>
public sealed class StsClient(AwsConnection connection)
{
    private readonly AmazonSecurityTokenServiceClient _client = NewClient(connection);

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
        var response = await AwsInvocation.InvokeAsync(
            AwsService.Sts,
            "AssumeRole",
            roleArn,
            () => _client.AssumeRoleAsync(request, cancellationToken),
            cancellationToken);
        var credentials = response.Credentials;
        return new RoleSession(
            response.AssumedRoleUser.Arn,
            new DateTimeOffset(credentials.Expiration.GetValueOrDefault().ToUniversalTime()),
            connection.With(new SessionAWSCredentials(
                credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken)));
    }

    /// <summary>The identity behind the connection's credentials. Needs no permission.</summary>
    public async Task<CallerIdentity> GetCallerIdentityAsync(CancellationToken cancellationToken)
    {
        var response = await AwsInvocation.InvokeAsync(
            AwsService.Sts,
            "GetCallerIdentity",
            resource: null,
            () => _client.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken),
            cancellationToken);
        return new CallerIdentity(response.Account, response.Arn);
    }

    private static AmazonSecurityTokenServiceClient NewClient(AwsConnection connection)
    {
        var config = new AmazonSecurityTokenServiceConfig();
        config.Follow(connection, AwsService.Sts);
        return new AmazonSecurityTokenServiceClient(connection.Credentials, config);
    }
}
