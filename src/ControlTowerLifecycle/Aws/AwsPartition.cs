using System.Text.RegularExpressions;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Aws;

/// <summary>
/// A part of AWS with its own accounts, host names and control regions. Control Tower supports these three.
/// </summary>
internal sealed partial class AwsPartition
{
    private static readonly AwsPartition Commercial =
        new("aws", "amazonaws.com", "api.aws", "us-east-1", "us-east-1", CommercialRegion());

    private static readonly AwsPartition GovCloud =
        new("aws-us-gov", "amazonaws.com", "api.aws", "us-gov-west-1", "us-gov-west-1", GovCloudRegion());

    // In China, IAM is controlled from Beijing and Organizations from Ningxia.
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

    /// <summary>The end of the services' host names.</summary>
    public string DnsSuffix { get; }

    /// <summary>The end of the host names that support both IPv4 and IPv6.</summary>
    public string DualStackDnsSuffix { get; }

    /// <summary>The region that calls to IAM are signed for, from every region.</summary>
    public string IamRegion { get; }

    /// <summary>The region that calls to Organizations are signed for, from every region.</summary>
    public string OrganizationsRegion { get; }

    /// <summary>Only the partitions of the United States have FIPS endpoints.</summary>
    internal bool HasFips => this != China;

    /// <summary>The partition of a region.</summary>
    /// <exception cref="FormatException">The region is in none of the partitions that Control Tower supports.</exception>
    public static AwsPartition Parse(string region) =>
        Array.Find([Commercial, GovCloud, China], partition => partition._regions.IsMatch(region))
        ?? throw new FormatException($"{OutsideText.Quote(region)} is not a region of the partitions aws, aws-us-gov or aws-cn");

    public override string ToString() => Name;

    // The patterns are those of the partition list in every AWS SDK; a test compares them with the list in AWSSDK.Core.
    [GeneratedRegex(@"\A(?:us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CommercialRegion();

    [GeneratedRegex(@"\Aus-gov-\w+-\d+\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex GovCloudRegion();

    [GeneratedRegex(@"\Acn-\w+-\d+\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ChinaRegion();
}
