using Amazon.CDK;
using ControlTowerLifecycle.CloudAccounts.Api;

namespace ControlTowerLifecycle.Cdk;

/// <summary>The API of Trend Vision One Cloud Accounts, and how accounts are connected to it.</summary>
internal sealed class CloudAccountsParameters(ConsoleParameters console)
{
    private const int DefaultCallsPerMinute = 300;
    private const string Region = @"(us-gov|us|eu|ap|sa|ca|me|af|il|mx|cn)-[a-z]+-\d";
    private const string Label = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?";
    private const string Host = $@"{Label}(\.{Label})+";
    private const string Segment = "[A-Za-z0-9_.-]+";

    public CfnParameter ApiKey { get; } = console.Group("Trend Vision One Cloud Accounts").Secret(
        "CloudAccountsApiKey", "API key",
        "API key of Trend Vision One that may view, add, edit and delete Cloud Accounts. The stack stores it in Secrets "
        + "Manager. Leave empty if you use an existing secret.");

    public CfnParameter SecretArn { get; } = console.SecretArn("CloudAccountsSecretArn", 220);

    public CfnParameter SecretKeyArn { get; } = console.SecretKeyArn("CloudAccountsSecretKeyArn");

    public CfnParameter VisionOneRegion { get; } = console.Choice(
        "CloudAccountsRegion", "Region of Trend Vision One",
        "Region of the Trend Vision One console, which is not an AWS region. Required with cloud-accounts.", "",
        ["", .. CloudAccounts.VisionOneRegion.All.Select(region => region.Name)]);

    public CfnParameter BusinessId { get; } = console.Text(
        "CloudAccountsBusinessId", "Business ID",
        "Business ID of the Trend Vision One console (license information). Required with cloud-accounts.", "",
        "[A-Za-z0-9-]*", "Enter the business ID: letters, digits and hyphens.", 64);

    public CfnParameter InstanceId { get; } = console.Text(
        "CloudAccountsInstanceId", "Server & Workload Protection instance",
        "ID of the product instance that receives new accounts. Required by the vendor if the tenant has one.", "",
        "([0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})?",
        "Enter an ID such as 0f7e0a52-3c1d-4c2b-9a57-2f6f0c8e9d11, or leave empty.", 36);

    public CfnParameter InstanceRegions { get; } = console.Text(
        "CloudAccountsInstanceRegions", "AWS regions of the instance",
        "Comma-separated AWS regions that the instance watches. Leave empty for the vendor's choice.", "",
        $"({Region}(, *{Region})*)?", "Enter AWS regions such as eu-west-1, separated by commas, or leave empty.", 100);

    public CfnParameter Features { get; } = console.Text(
        "CloudAccountsFeatures", "Features",
        "Comma-separated IDs of features that new accounts get, optionally with AWS regions: "
        + "some-feature:eu-west-1+eu-central-1.", "",
        $@"([\w-]{{1,128}}(:{Region}(\+{Region})*)?(, *[\w-]{{1,128}}(:{Region}(\+{Region})*)?)*)?",
        "Enter IDs of features, separated by commas, or leave empty.", 120);

    public CfnParameter CallsPerMinute { get; } = console.WholeNumber(
        "CloudAccountsCallsPerMinute", "API calls per minute",
        "Budget of all invocations together; at least 30 for each of MaximumConcurrency + 1 processes.",
        DefaultCallsPerMinute, 90, 100_000, @"9\d|[1-9]\d{2,4}|100000");

    public CfnParameter Foreign { get; } = console.Choice(
        "CloudAccountsForeign", "Accounts that another owner connected",
        "keep: an account that the vendor's stack, its organization connection or Terraform connected stays as it is. "
        + "take-over: it is moved to the role of this stack.",
        "keep", ["keep", "take-over"]);

    public CfnParameter ParameterPaths { get; } = console.Text(
        "CloudAccountsParameterPaths", "Systems Manager parameters of the vendor",
        "Comma-separated paths. The vendor is denied every other parameter, and may then report accounts as outdated. "
        + "Leave empty for what the vendor's policies allow: every parameter.", "",
        $"(/?{Segment}(/{Segment})*/?(, */?{Segment}(/{Segment})*/?)*)?",
        "Enter paths such as /trendmicro, separated by commas, or leave empty.", 100);

    public CfnParameter ApiUrl { get; } = console.Text(
        "CloudAccountsApiUrl", "API address", "Overrides the address that follows from the region. Usually empty.", "",
        $@"(https://{Host}(:\d{{1,5}})?/?)?", "Enter an https URL without a path, or leave empty.", 64);

    public CfnParameter OidcHost { get; } = console.Text(
        "CloudAccountsOidcHost", "Host of the OIDC provider",
        "Overrides the host that follows from the region. Usually empty.", "", $"({Host})?",
        "Enter a host name without https://, or leave empty.", 64);

    public CfnParameter PathPrefix { get; } = console.Choice(
        "CloudAccountsPathPrefix", "Path of the API", "The vendor also has beta versions of the API.",
        CloudAccountsEndpoint.DefaultPathPrefix, [CloudAccountsEndpoint.DefaultPathPrefix, "/beta/cam", "/beta/xdr/cam"]);
}
