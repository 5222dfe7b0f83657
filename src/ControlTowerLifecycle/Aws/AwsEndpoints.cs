using ControlTowerLifecycle.Settings;

namespace ControlTowerLifecycle.Aws;

/// <summary>
/// The URL of each service, and the region that a call to it is signed for. The rules are those of the endpoint rule sets
/// that the AWS SDKs have for these services.
/// </summary>
internal sealed class AwsEndpoints
{
    private const string OverrideVariable = "AWS_ENDPOINT_URL";

    /// <summary>Completes the object if AWS_REGION is invalid; the caller then throws the faults.</summary>
    private const string AnyRegion = "us-east-1";

    private readonly Dictionary<AwsService, Uri> _overrides = [];
    private bool _fips;
    private bool _dualStack;

    private AwsEndpoints(string region)
    {
        Region = region;
        Partition = AwsPartition.Parse(region);
    }

    public string Region { get; }

    public AwsPartition Partition { get; }

    /// <summary>Reads the standard variables of the AWS SDKs, and adds their faults.</summary>
    public static AwsEndpoints Read(SettingsReader read, List<string> faults)
    {
        var endpoints = new AwsEndpoints(read.Required("AWS_REGION", ParseRegion) ?? AnyRegion)
        {
            _fips = read.Optional("AWS_USE_FIPS_ENDPOINT", false, BasicFormats.ParseFlag),
            _dualStack = read.Optional("AWS_USE_DUALSTACK_ENDPOINT", false, BasicFormats.ParseFlag),
        };
        if (endpoints._fips && !endpoints.Partition.HasFips)
            faults.Add($"AWS_USE_FIPS_ENDPOINT is true, but partition {endpoints.Partition} has no FIPS endpoints");

        var everyService = ReadUrl(read, OverrideVariable);
        foreach (var service in AwsService.All)
        {
            if ((ReadUrl(read, $"{OverrideVariable}_{service.EndpointVariable}") ?? everyService) is { } url)
                endpoints._overrides[service] = url;
        }

        return endpoints;
    }

    public Uri GetUrl(AwsService service) =>
        _overrides.TryGetValue(service, out var url) ? url : new Uri($"https://{Host(service)}/");

    /// <summary>
    /// IAM, Organizations and Support are in one region of their partition; the other services are in the region of the caller.
    /// </summary>
    public string GetSigningRegion(AwsService service) =>
        service == AwsService.Iam || service == AwsService.Support ? Partition.IamRegion
        : service == AwsService.Organizations ? Partition.OrganizationsRegion
        : Region;

    private static string ParseRegion(string text)
    {
        _ = AwsPartition.Parse(text);
        return text;
    }

    private static Uri? ReadUrl(SettingsReader read, string name) =>
        read.Optional<Uri?>(name, null, BasicFormats.ParseUrl);

    private string Host(AwsService service)
    {
        // The ordinary name of Secrets Manager supports IPv6.
        var suffix = _dualStack && service != AwsService.SecretsManager
            ? Partition.DualStackDnsSuffix
            : Partition.DnsSuffix;
        var name = _fips && !HasFipsByDefault(service) ? $"{service.Id}-fips" : service.Id;
        var region = service == AwsService.Iam ? IamRegionLabel() : $"{GetSigningRegion(service)}.";
        return $"{name}.{region}{suffix}";
    }

    // IAM is global in its partition, and its host name shows that in a different way in each partition.
    private string IamRegionLabel() => Partition.Name switch
    {
        "aws-us-gov" => "us-gov.",
        _ when _dualStack => "global.",
        "aws-cn" => $"{Partition.IamRegion}.",
        _ => string.Empty,
    };

    // In GovCloud the ordinary endpoints are validated, except those of these three services and most dual-stack ones.
    private bool HasFipsByDefault(AwsService service) =>
        Partition.Name == "aws-us-gov"
        && service != AwsService.ControlTower
        && service != AwsService.Lambda
        && service != AwsService.SecretsManager
        && (!_dualStack || service == AwsService.EventBridge || service == AwsService.Iam);
}
