using System.Text.RegularExpressions;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.CloudAccounts;
using ControlTowerLifecycle.CloudAccounts.Api;
using ControlTowerLifecycle.CloudAccounts.Connections;
using ControlTowerLifecycle.Settings;

namespace ControlTowerLifecycle.Hosting;

/// <summary>Reads the settings of Cloud Accounts.</summary>
internal static partial class CloudAccountsSettingsReader
{
    private const int DefaultCallsPerMinute = 300;

    /// <summary>A missing required value is null in the result. The caller then throws its faults.</summary>
    public static CloudAccountsSettings Read(SettingsReader read)
    {
        var region = read.Required(
            "CLOUD_ACCOUNTS_REGION", VisionOneRegion.Parse, "the region of Trend Vision One, for example us or eu");
        return new CloudAccountsSettings
        {
            Region = region?.Name!,
            ApiUrl = read.Optional(
                "CLOUD_ACCOUNTS_API_URL", region is null ? null! : CloudAccountsEndpoint.Of(region), CloudAccountsEndpoint.Parse),
            OidcHost = read.Optional("CLOUD_ACCOUNTS_OIDC_HOST", region?.OidcHost!, ParseHost),
            PathPrefix = read.Optional("CLOUD_ACCOUNTS_PATH_PREFIX", CloudAccountsEndpoint.DefaultPathPrefix, ParsePath),
            SecretArn = read.Required("CLOUD_ACCOUNTS_SECRET_ARN", text => SettingFormats.ParseArn(text, "secretsmanager"))!,
            BusinessId = read.Required(
                "CLOUD_ACCOUNTS_BUSINESS_ID", ParseBusinessId, "the business ID of the Trend Vision One console")!,
            Options = new ConnectionOptions
            {
                InstanceId = read.Optional<string?>("CLOUD_ACCOUNTS_INSTANCE_ID", null, ParseInstanceId),
                InstanceRegions = read.List("CLOUD_ACCOUNTS_INSTANCE_REGIONS", ParseAwsRegion),
                Features = read.List("CLOUD_ACCOUNTS_FEATURES", ParseFeature),
            },
            TakesOver = read.Optional("CLOUD_ACCOUNTS_FOREIGN", false, SettingFormats.ParseTakeOver),
            CallsPerMinute = read.Optional(
                "CLOUD_ACCOUNTS_CALLS_PER_MINUTE", DefaultCallsPerMinute, text => BasicFormats.ParseNumber(text, 1, 100_000)),
            ParameterPaths = read.List("CLOUD_ACCOUNTS_PARAMETER_PATHS", ParseParameterPath),
        };
    }

    private static string ParseHost(string text) => HostPattern().IsMatch(text)
        ? text.ToLowerInvariant()
        : throw new FormatException("must be a host name, without https://");

    private static string ParsePath(string text) => PathPattern().IsMatch(text)
        ? text
        : throw new FormatException($"must be a path such as {CloudAccountsEndpoint.DefaultPathPrefix}");

    // The value is not repeated: an API key can be entered in the wrong field.
    private static string ParseBusinessId(string text) => BusinessIdPattern().IsMatch(text)
        ? text
        : throw new FormatException("must be a business ID: up to 64 letters, digits and -");

    private static string ParseInstanceId(string text) => Guid.TryParseExact(text, "D", out _)
        ? text
        : throw new FormatException("must be a product instance ID, for example 0f7e0a52-3c1d-4c2b-9a57-2f6f0c8e9d11");

    private static string ParseAwsRegion(string text)
    {
        AwsPartition.Parse(text);
        return text;
    }

    private static ConnectionFeature ParseFeature(string text)
    {
        var parts = text.Split(':', 2);
        return FeaturePattern().IsMatch(parts[0])
            ? new ConnectionFeature(parts[0], parts is [_, var regions] ? [.. regions.Split('+').Select(ParseAwsRegion)] : [])
            : throw new FormatException("must be IDs of features, optionally with AWS regions: some-feature:eu-west-1+eu-central-1");
    }

    private static string ParseParameterPath(string text) => ParameterPathPattern().IsMatch(text)
        ? text
        : throw new FormatException("must be paths of parameters, for example /trendmicro");

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HostPattern();

    [GeneratedRegex(@"^(/[A-Za-z0-9._-]+)+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PathPattern();

    [GeneratedRegex(@"^[A-Za-z0-9-]{1,64}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BusinessIdPattern();

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,128}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FeaturePattern();

    [GeneratedRegex(@"^/?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*/?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ParameterPathPattern();
}
