using Amazon.Runtime;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Aws;

/// <summary>
/// As whom and where AWS is called: a region, credentials and endpoints. Immutable; every client is made from one.
/// </summary>
/// <remarks>
/// Credentials are always explicit. The SDK's default chain reads profile files, watches them and probes the metadata
/// service, none of which a Lambda function needs; a tool for people may resolve them that way and pass them in.
/// </remarks>
internal sealed class AwsConnection
{
    private AwsConnection(AwsEndpoints endpoints, AWSCredentials credentials)
    {
        Endpoints = endpoints;
        Credentials = credentials;
    }

    /// <summary>The region of the caller, for example <c>eu-west-1</c>.</summary>
    public string Region => Endpoints.Region;

    /// <summary>The partition of that region.</summary>
    public AwsPartition Partition => Endpoints.Partition;

    internal AwsEndpoints Endpoints { get; }

    internal AWSCredentials Credentials { get; }

    /// <summary>What carries the calls.</summary>
    internal AwsTransport Transport { get; private init; } = AwsTransport.Standard;

    /// <summary>
    /// Reads AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN (optional), AWS_ENDPOINT_URL,
    /// AWS_ENDPOINT_URL_{CONTROLTOWER, DYNAMODB, IAM, LAMBDA, ORGANIZATIONS, SECRETS_MANAGER, SNS, SQS, STS},
    /// AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT.
    /// </summary>
    /// <exception cref="AwsConnectionException">Variables are missing or malformed; it lists all of them.</exception>
    public static AwsConnection FromEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        List<string> faults = [];
        var endpoints = AwsEndpoints.FromEnvironment(environment, faults);
        var credentials = ReadCredentials(new EnvironmentReader(environment, faults));
        return endpoints is null || credentials is null
            ? throw new AwsConnectionException(faults)
            : new AwsConnection(endpoints, credentials);
    }

    /// <summary>The same place as somebody else, for example as an assumed role.</summary>
    public AwsConnection With(AWSCredentials credentials) => new(Endpoints, credentials) { Transport = Transport };

    /// <summary>The same caller over another wire.</summary>
    internal AwsConnection Over(AwsTransport transport) => new(Endpoints, Credentials) { Transport = transport };

    private static AWSCredentials? ReadCredentials(EnvironmentReader read)
    {
        var accessKeyId = read.Required("AWS_ACCESS_KEY_ID");
        var secretAccessKey = read.Required("AWS_SECRET_ACCESS_KEY");
        if (accessKeyId is null || secretAccessKey is null)
            return null;
        return read.Optional("AWS_SESSION_TOKEN") is { } sessionToken
            ? new SessionAWSCredentials(accessKeyId, secretAccessKey, sessionToken)
            : new BasicAWSCredentials(accessKeyId, secretAccessKey);
    }
}
