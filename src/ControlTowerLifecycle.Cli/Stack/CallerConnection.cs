using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Cli.Commands;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Cli.Stack;

/// <summary>
/// The credentials and the region of the operator, found as the AWS CLI finds them: the option, the environment, the
/// profile (keys, roles, IAM Identity Center, processes), and then the container or the instance.
/// </summary>
internal static class CallerConnection
{
    private const string Region = "AWS_REGION";

    /// <exception cref="ToolException">There are no credentials, or no region.</exception>
    public static async Task<AwsConnection> ResolveAsync(
        ToolContext context, string? profile, string? region, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string>(context.Variables, StringComparer.Ordinal)
        {
            [Region] = region ?? FindRegion(context.Variables, profile),
        };
        var connection = profile is null && HasKeys(variables)
            ? AwsConnection.FromEnvironment(variables)
            : AwsConnection.FromEnvironment(variables, await FindCredentialsAsync(context, profile, cancellationToken));
        return connection.WithTransport(context.AwsTransport);
    }

    private static bool HasKeys(Dictionary<string, string> variables) =>
        variables.GetValueOrDefault("AWS_ACCESS_KEY_ID") is { Length: > 0 }
        && variables.GetValueOrDefault("AWS_SECRET_ACCESS_KEY") is { Length: > 0 };

    private static string FindRegion(IReadOnlyDictionary<string, string> variables, string? profile)
    {
        if (profile is not null && RegionOf(profile) is { } own)
            return own;

        return Value(Region) ?? Value("AWS_DEFAULT_REGION") ?? RegionOf(profile ?? Value("AWS_PROFILE") ?? "default")
            ?? throw new ToolException(
                "The region is not known.", "Name the home region of Control Tower with --region, or set AWS_REGION.");

        string? Value(string name) => variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
    }

    private static string? RegionOf(string profile) =>
        new CredentialProfileStoreChain().TryGetProfile(profile, out var found) ? found.Region?.SystemName : null;

    private static async Task<AWSCredentials> FindCredentialsAsync(
        ToolContext context, string? profile, CancellationToken cancellationToken)
    {
        SdkRuntimeClients.Register();
        try
        {
            var credentials = NameOf(profile, context.Variables) is { } name
                ? OfProfile(name)
                : DefaultAWSCredentialsIdentityResolver.GetCredentials();
            MfaCode.AskFor(credentials, context);

            // A role or a session of IAM Identity Center is resolved here, so that a failure is one of the credentials.
            await credentials.GetCredentialsAsync().WaitAsync(cancellationToken);
            return credentials;
        }
        catch (Exception failed) when (CredentialFailure.IsOne(failed))
        {
            throw CredentialFailure.Explain(failed);
        }
    }

    /// <summary>
    /// The profile that is used; null if the SDK searches all places. Its search passes over a profile that asks for an MFA code.
    /// </summary>
    private static string? NameOf(string? profile, IReadOnlyDictionary<string, string> variables) =>
        profile ?? (variables.GetValueOrDefault("AWS_PROFILE") is { Length: > 0 } named ? named
            : new CredentialProfileStoreChain().TryGetProfile("default", out var common) && common.Options.MfaSerial is not null
                ? "default"
                : null);

    private static AWSCredentials OfProfile(string profile) =>
        new CredentialProfileStoreChain().TryGetAWSCredentials(profile, out var credentials)
            ? credentials
            : throw new ToolException(
                $"The AWS profile '{OutsideText.CleanName(profile)}' does not exist, or has no complete credentials.",
                "List the profiles with: aws configure list-profiles");
}
