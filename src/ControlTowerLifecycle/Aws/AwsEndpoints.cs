namespace ControlTowerLifecycle.Aws;

/// <summary>
/// Where each service answers and for which region a call to it is signed.
/// The rules are those of the endpoint rule sets that the AWS SDKs ship for these services.
/// </summary>
internal sealed class AwsEndpoints
{
    private const string OverrideVariable = "AWS_ENDPOINT_URL";

    private readonly Dictionary<AwsService, Uri> _overrides = [];
    private bool _fips;
    private bool _dualStack;

    private AwsEndpoints(string region, AwsPartition partition)
    {
        Region = region;
        Partition = partition;
    }

    public string Region { get; }

    public AwsPartition Partition { get; }

    /// <summary>
    /// Reads the standard variables; what is wrong with them is added to the faults, and the answer is then null.
    /// </summary>
    public static AwsEndpoints? FromEnvironment(IReadOnlyDictionary<string, string> environment, List<string> faults)
    {
        var read = new EnvironmentReader(environment, faults);
        var region = read.Required("AWS_REGION");
        var partition = region is null ? null : AwsPartition.Find(region);
        if (region is not null && partition is null)
            faults.Add($"AWS_REGION: {AwsPartition.Unknown(region)}");
        var endpoints = new AwsEndpoints(region ?? string.Empty, partition ?? AwsPartition.Of("us-east-1"))
        {
            _fips = read.Flag("AWS_USE_FIPS_ENDPOINT"),
            _dualStack = read.Flag("AWS_USE_DUALSTACK_ENDPOINT"),
        };
        if (endpoints._fips && !endpoints.Partition.HasFips)
            faults.Add($"AWS_USE_FIPS_ENDPOINT is true, but partition {endpoints.Partition} has no FIPS endpoints");
        var everyService = read.Url(OverrideVariable);
        foreach (var service in AwsService.All)
        {
            if ((read.Url($"{OverrideVariable}_{service.EndpointVariable}") ?? everyService) is { } url)
                endpoints._overrides[service] = url;
        }

        return faults.Count == 0 ? endpoints : null;
    }

    public Uri For(AwsService service) =>
        _overrides.TryGetValue(service, out var url) ? url : new Uri($"https://{Host(service)}/");

    /// <summary>
    /// IAM and Organizations live in one region of their partition; the others in the region of the caller.
    /// </summary>
    public string SigningRegion(AwsService service) =>
        service == AwsService.Iam ? Partition.IamRegion
        : service == AwsService.Organizations ? Partition.OrganizationsRegion
        : Region;

    private string Host(AwsService service)
    {
        // Secrets Manager answers over IPv6 on its ordinary name.
        var suffix = _dualStack && service != AwsService.SecretsManager
            ? Partition.DualStackDnsSuffix
            : Partition.DnsSuffix;
        var name = _fips && !IsFipsByItself(service) ? $"{service.Id}-fips" : service.Id;
        var place = service == AwsService.Iam ? IamPlace() : $"{SigningRegion(service)}.";
        return $"{name}.{place}{suffix}";
    }

    // IAM is of no region, and its host name says so in another way in every partition.
    private string IamPlace() => Partition.Name switch
    {
        "aws-us-gov" => "us-gov.",
        _ when _dualStack => "global.",
        "aws-cn" => $"{Partition.IamRegion}.",
        _ => string.Empty,
    };

    // In GovCloud the ordinary endpoints are the validated ones, save for these three and for the dual-stack names.
    private bool IsFipsByItself(AwsService service) =>
        Partition.Name == "aws-us-gov"
        && service != AwsService.ControlTower
        && service != AwsService.Lambda
        && service != AwsService.SecretsManager
        && (!_dualStack || service == AwsService.Iam);
}
