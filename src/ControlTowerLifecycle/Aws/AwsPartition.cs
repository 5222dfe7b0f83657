using System.Text.RegularExpressions;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Aws;

/// <summary>
/// A separate world of AWS with accounts, names and control regions of its own. Control Tower exists in these three.
/// </summary>
internal sealed partial class AwsPartition
{
    private static readonly AwsPartition Commercial =
        new("aws", "amazonaws.com", "api.aws", "us-east-1", "us-east-1", CommercialRegion());

    private static readonly AwsPartition GovCloud =
        new("aws-us-gov", "amazonaws.com", "api.aws", "us-gov-west-1", "us-gov-west-1", GovCloudRegion());

    // IAM of China is governed from Beijing, Organizations from Ningxia.
    private static readonly AwsPartition China =
        new(
            "aws-cn",
            "amazonaws.com.cn",
            "api.amazonwebservices.com.cn",
            "cn-north-1",
            "cn-northwest-1",
            ChinaRegion());

    private readonly Regex _regions;

    private AwsPartition(
        string name,
        string dnsSuffix,
        string dualStackDnsSuffix,
        string iamRegion,
        string organizationsRegion,
        Regex regions)
    {
        Name = name;
        DnsSuffix = dnsSuffix;
        DualStackDnsSuffix = dualStackDnsSuffix;
        IamRegion = iamRegion;
        OrganizationsRegion = organizationsRegion;
        _regions = regions;
    }

    /// <summary>The second part of every ARN: <c>aws</c>, <c>aws-us-gov</c> or <c>aws-cn</c>.</summary>
    public string Name { get; }

    /// <summary>What the host names of the services end in.</summary>
    public string DnsSuffix { get; }

    /// <summary>What the host names end in that answer over IPv4 and IPv6.</summary>
    public string DualStackDnsSuffix { get; }

    /// <summary>The region calls to IAM are signed for, wherever they come from.</summary>
    public string IamRegion { get; }

    /// <summary>The region calls to Organizations are signed for, wherever they come from.</summary>
    public string OrganizationsRegion { get; }

    /// <summary>FIPS endpoints exist in the partitions of the United States only.</summary>
    internal bool HasFips => this != China;

    /// <summary>The partition a region belongs to.</summary>
    /// <exception cref="AwsConnectionException">The region is of no partition that is known here.</exception>
    public static AwsPartition Of(string region) =>
        Find(region) ?? throw new AwsConnectionException([Unknown(region)]);

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal static AwsPartition? Find(string region) =>
        Array.Find([Commercial, GovCloud, China], partition => partition._regions.IsMatch(region));

    internal static string Unknown(string region) =>
        $"'{OutsideText.CleanName(region)}' is not a region of the partitions aws, aws-us-gov or aws-cn";

    // The patterns are those of the partition list every AWS SDK ships; a test holds them against the one in
    // AWSSDK.Core.
    [GeneratedRegex(@"\A(?:us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CommercialRegion();

    [GeneratedRegex(@"\Aus-gov-\w+-\d+\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex GovCloudRegion();

    [GeneratedRegex(@"\Acn-\w+-\d+\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ChinaRegion();
}
