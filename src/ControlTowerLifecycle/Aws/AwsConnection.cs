using Amazon.Runtime;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Settings;

namespace ControlTowerLifecycle.Aws;

/// <summary>The region, the credentials and the endpoints of calls to AWS. Every client is created from one.</summary>
/// <remarks>
/// Credentials are always explicit. The SDK's default chain reads profile files, watches them and calls the metadata
/// service; a Lambda function needs none of that. A command-line tool may resolve them that way and pass them in.
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

    public AwsPartition Partition => Endpoints.Partition;

    internal AwsEndpoints Endpoints { get; }

    internal AWSCredentials Credentials { get; }

    internal AwsTransport Transport { get; private init; } = AwsTransport.Standard;

    /// <summary>
    /// Reads AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN (optional), AWS_ENDPOINT_URL,
    /// AWS_ENDPOINT_URL_{SERVICE} (<see cref="AwsService.EndpointVariable"/>), AWS_USE_FIPS_ENDPOINT and
    /// AWS_USE_DUALSTACK_ENDPOINT.
    /// </summary>
    /// <exception cref="AwsConnectionException">Variables are missing or malformed; it lists all of them.</exception>
    public static AwsConnection FromEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        List<string> faults = [];
        var read = new SettingsReader(environment, faults);
        var endpoints = AwsEndpoints.Read(read, faults);
        var credentials = ReadCredentials(read);
        return faults.Count == 0
            ? new AwsConnection(endpoints, credentials!)
            : throw new AwsConnectionException(faults);
    }

    /// <summary>Reads the region and the endpoints only, for a caller that has resolved its credentials.</summary>
    /// <inheritdoc cref="FromEnvironment(IReadOnlyDictionary{string, string})"/>
    public static AwsConnection FromEnvironment(IReadOnlyDictionary<string, string> environment, AWSCredentials credentials)
    {
        List<string> faults = [];
        var endpoints = AwsEndpoints.Read(new SettingsReader(environment, faults), faults);
        return faults.Count == 0 ? new AwsConnection(endpoints, credentials) : throw new AwsConnectionException(faults);
    }

    /// <summary>The same region and endpoints with other credentials, for example those of an assumed role.</summary>
    public AwsConnection WithCredentials(AWSCredentials credentials) =>
        new(Endpoints, credentials) { Transport = Transport };

    /// <summary>
    /// Each call is sent once, for a call that must not be repeated if its response was lost. The failure then says whether the
    /// call surely changed nothing.
    /// </summary>
    public AwsConnection WithoutRetries() => WithTransport(Transport with { Retries = 0 });

    internal AwsConnection WithTransport(AwsTransport transport) => new(Endpoints, Credentials) { Transport = transport };

    private static AWSCredentials? ReadCredentials(SettingsReader read)
    {
        var accessKeyId = read.Required("AWS_ACCESS_KEY_ID", text => text);
        var secretAccessKey = read.Required("AWS_SECRET_ACCESS_KEY", text => text);
        if (accessKeyId is null || secretAccessKey is null)
            return null;

        return read.Optional<string?>("AWS_SESSION_TOKEN", null, text => text) is { } sessionToken
            ? new SessionAWSCredentials(accessKeyId, secretAccessKey, sessionToken)
            : new BasicAWSCredentials(accessKeyId, secretAccessKey);
    }
}
