using Amazon;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class AwsPartitionTests
{
    [Theory]
    [InlineData("eu-west-1", "aws", "amazonaws.com", "us-east-1", "us-east-1")]
    [InlineData("us-gov-east-1", "aws-us-gov", "amazonaws.com", "us-gov-west-1", "us-gov-west-1")]
    [InlineData("cn-northwest-1", "aws-cn", "amazonaws.com.cn", "cn-north-1", "cn-northwest-1")]
    public void Region_has_its_partition(
        string region, string name, string suffix, string iam, string organizations)
    {
        var partition = AwsPartition.Parse(region);

        Assert.Equal(name, partition.Name);
        Assert.Equal(suffix, partition.DnsSuffix);
        Assert.Equal(iam, partition.IamRegion);
        Assert.Equal(organizations, partition.OrganizationsRegion);
    }

    [Fact]
    public void Every_region_of_these_partitions_in_the_SDK_is_known()
    {
        var known = RegionEndpoint.EnumerableAllRegions
            .Where(region => region.PartitionName is "aws" or "aws-us-gov" or "aws-cn")
            // Pseudo-regions of the SDK, which are not real regions.
            .Where(region => !region.SystemName.EndsWith("-global", StringComparison.Ordinal)
                && !region.SystemName.EndsWith("-regional", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(known);
        Assert.All(known, region =>
        {
            Assert.Equal(region.PartitionName, AwsPartition.Parse(region.SystemName).Name);
            Assert.Equal(region.PartitionDnsSuffix, AwsPartition.Parse(region.SystemName).DnsSuffix);
        });
    }

    [Theory]
    [InlineData("us-iso-east-1")]
    [InlineData("mars-north-1")]
    [InlineData("eu-west-1.evil.example/")]
    [InlineData("")]
    public void Region_of_another_partition_is_refused_by_name(string region)
    {
        var exception = Assert.Throws<FormatException>(() => AwsPartition.Parse(region));

        Assert.Contains($"{OutsideText.Quote(region)} is not a region", exception.Message, StringComparison.Ordinal);
    }
}
