using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Amazon.Runtime.Internal.Auth;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Aws.Signatures;

namespace ControlTowerLifecycle.Tests.Sandbox.Aws;

/// <summary>A response of AWS in any protocol.</summary>
internal sealed record AwsReply(int Status, string? Code, string Text, HttpResponseHeaders Headers)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>The texts of all XML elements with that name.</summary>
    public IReadOnlyList<string> Values(string name) =>
    [
        .. XDocument.Parse(Text).Descendants()
            .Where(element => element.Name.LocalName == name)
            .Select(element => element.Value),
    ];

    public string Value(string name) => Assert.Single(Values(name));
}

/// <summary>
/// Calls the sandbox as a caller of AWS. The AWS SDK computes the signature, not the sandbox. A test can change each
/// part of it.
/// </summary>
internal sealed partial record AwsCaller(Uri Endpoint, string AccessKey, string SecretKey, string? SessionToken)
{
    private static readonly HttpClient Client = new();

    public AwsCaller(SandboxServer sandbox)
        : this(sandbox.AwsEndpoint, sandbox.Credentials)
    {
    }

    public AwsCaller(Uri endpoint, Credential credential)
        : this(endpoint, credential.AccessKey, credential.SecretKey, credential.SessionToken)
    {
    }

    /// <summary>The Region of the credential scope; null is the correct Region of the service.</summary>
    public string? Region { get; init; }

    /// <summary>The service of the credential scope; null is the correct service.</summary>
    public string? Service { get; init; }

    /// <summary>A header that is sent but not signed.</summary>
    public string? UnsignedHeader { get; init; }

    /// <summary>The path of the request. Only REST services use several paths.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Added to the caller's clock.</summary>
    public TimeSpan ClockOffset { get; init; }

    public Task<AwsReply> OrganizationsAsync(string operation, string input = "{}") =>
        JsonAsync("organizations", "us-east-1", $"AWSOrganizationsV20161128.{operation}", "1.1", input);

    public Task<AwsReply> SecretsManagerAsync(string operation, string input) =>
        JsonAsync("secretsmanager", "eu-west-1", $"secretsmanager.{operation}", "1.1", input);

    public Task<AwsReply> ControlTowerAsync(string path, string input) => (this with { Path = path }).SendAsync(
        "controltower", "eu-west-1", new StringContent(input, Encoding.UTF8, "application/json"));

    public Task<AwsReply> LambdaAsync(string functionName, string payload, string invocationType = "Event") =>
        (this with { Path = $"/2015-03-31/functions/{functionName}/invocations" }).SendAsync(
            "lambda", "eu-west-1", new StringContent(payload, Encoding.UTF8, "application/json"),
            ("X-Amz-Invocation-Type", invocationType));

    public Task<AwsReply> EventsAsync(string input) =>
        JsonAsync("events", "eu-west-1", "AWSEvents.PutEvents", "1.1", input);

    public Task<AwsReply> CloudTrailAsync(string operation, string input = "{}") => JsonAsync(
        "cloudtrail", "eu-west-1", $"com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.{operation}", "1.1", input);

    public Task<AwsReply> LogsAsync(string input) =>
        JsonAsync("logs", "eu-west-1", "Logs_20140328.FilterLogEvents", "1.1", input);

    public Task<AwsReply> CloudFormationAsync(string action, params (string Name, string Value)[] parameters) =>
        QueryAsync("cloudformation", "eu-west-1", "2010-05-15", action, parameters);

    public Task<AwsReply> AlarmsByJsonAsync(string input) =>
        JsonAsync("monitoring", "eu-west-1", "GraniteServiceVersion20100801.DescribeAlarms", "1.0", input);

    public Task<AwsReply> AlarmsByFormAsync(params (string Name, string Value)[] parameters) =>
        QueryAsync("monitoring", "eu-west-1", "2010-08-01", "DescribeAlarms", parameters);

    public Task<AwsReply> SqsAsync(string operation, string input) =>
        JsonAsync("sqs", "eu-west-1", $"AmazonSQS.{operation}", "1.0", input);

    public Task<AwsReply> DynamoDbAsync(string operation, string input) =>
        JsonAsync("dynamodb", "eu-west-1", $"DynamoDB_20120810.{operation}", "1.0", input);

    public Task<AwsReply> IamAsync(string action, params (string Name, string Value)[] parameters) =>
        QueryAsync("iam", "us-east-1", "2010-05-08", action, parameters);

    public Task<AwsReply> StsAsync(string action, params (string Name, string Value)[] parameters) =>
        QueryAsync("sts", "eu-west-1", "2011-06-15", action, parameters);

    public Task<AwsReply> SnsAsync(params (string Name, string Value)[] parameters) =>
        QueryAsync("sns", "eu-west-1", "2010-03-31", "Publish", parameters);

    /// <summary>Assumes a role and returns a caller with its session.</summary>
    public async Task<AwsCaller> AssumeAsync(
        string accountId, string role = "AWSControlTowerExecution", string? policy = null)
    {
        var reply = await AssumeRoleAsync(
            $"arn:aws:iam::{accountId}:role/{role}", policy is null ? [] : [("Policy", policy)]);
        Assert.Equal(200, reply.Status);
        return this with
        {
            AccessKey = reply.Value("AccessKeyId"),
            SecretKey = reply.Value("SecretAccessKey"),
            SessionToken = reply.Value("SessionToken"),
        };
    }

    public Task<AwsReply> AssumeRoleAsync(string roleArn, params (string Name, string Value)[] more) =>
        StsAsync("AssumeRole", [("RoleArn", roleArn), ("RoleSessionName", "test"), .. more]);

    private Task<AwsReply> JsonAsync(string service, string region, string target, string version, string input)
    {
        var content = new StringContent(
            input, Encoding.UTF8, new MediaTypeHeaderValue($"application/x-amz-json-{version}"));
        return SendAsync(service, region, content, ("X-Amz-Target", target));
    }

    private Task<AwsReply> QueryAsync(
        string service, string region, string version, string action, (string Name, string Value)[] parameters)
    {
        var form = parameters.Prepend(("Version", version)).Prepend(("Action", action))
            .Select(parameter => KeyValuePair.Create(parameter.Item1, parameter.Item2));
        return SendAsync(service, region, new FormUrlEncodedContent(form));
    }

    private async Task<AwsReply> SendAsync(
        string service, string region, HttpContent content, params (string Name, string Value)[] more)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Endpoint, Path)) { Content = content };
        var now = TimeProvider.System.GetUtcNow().UtcDateTime + ClockOffset;
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = Endpoint.Authority,
            ["x-amz-date"] = now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
        };
        if (SessionToken is not null)
            headers["x-amz-security-token"] = SessionToken;
        foreach (var (name, value) in more)
            headers[name.ToLowerInvariant()] = value;
        foreach (var (name, value) in headers.Where(header => header.Key != "host"))
            request.Headers.Add(name, value);
        if (UnsignedHeader is not null)
            request.Headers.Add(UnsignedHeader, "x");

        var signature = Sign(
            headers, await content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), now, service, region);
        request.Headers.TryAddWithoutValidation("Authorization", signature);
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new AwsReply(
            (int)response.StatusCode,
            CodePattern().Match(text) is { Success: true } match ? match.Groups["code"].Value : null, text,
            response.Headers);
    }

    private string Sign(
        SortedDictionary<string, string> headers, byte[] body, DateTime now, string service, string region)
    {
        var signed = string.Join(';', headers.Keys);
        var canonical =
            $"POST\n{Path}\n\n{string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"))}\n{signed}\n"
            + Convert.ToHexStringLower(SHA256.HashData(body));
        return AWS4Signer.ComputeSignature(
            AccessKey, SecretKey, Region ?? region, now, Service ?? service, signed, canonical)
            .ForAuthorizationHeader;
    }

    [GeneratedRegex("(?:<Code>|\"__type\":\")(?<code>[^<\"]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodePattern();
}
