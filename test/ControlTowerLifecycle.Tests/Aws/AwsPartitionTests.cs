using Amazon;
using ControlTowerLifecycle.Aws;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class AwsPartitionTests
{
    [Theory]
    [InlineData("eu-west-1", "aws", "amazonaws.com", "us-east-1", "us-east-1")]
    [InlineData("us-gov-east-1", "aws-us-gov", "amazonaws.com", "us-gov-west-1", "us-gov-west-1")]
    [InlineData("cn-northwest-1", "aws-cn", "amazonaws.com.cn", "cn-north-1", "cn-northwest-1")]
    public void A_region_tells_its_partition(
        string region, string name, string suffix, string iam, string organizations)
    {
        var partition = AwsPartition.Of(region);

        Assert.Equal(name, partition.Name);
        Assert.Equal(suffix, partition.DnsSuffix);
        Assert.Equal(iam, partition.IamRegion);
        Assert.Equal(organizations, partition.OrganizationsRegion);
    }

    [Fact]
    public void Every_region_the_sdk_knows_in_these_partitions_is_known_here()
    {
        var known = RegionEndpoint.EnumerableAllRegions
            .Where(region => region.PartitionName is "aws" or "aws-us-gov" or "aws-cn")
            // Pseudo-regions of the SDK, which nobody runs in.
            .Where(region => !region.SystemName.EndsWith("-global", StringComparison.Ordinal)
                && !region.SystemName.EndsWith("-regional", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(known);
        Assert.All(known, region =>
        {
            Assert.Equal(region.PartitionName, AwsPartition.Of(region.SystemName).Name);
            Assert.Equal(region.PartitionDnsSuffix, AwsPartition.Of(region.SystemName).DnsSuffix);
        });
    }

    [Theory]
    [InlineData("us-iso-east-1")]
    [InlineData("mars-north-1")]
    [InlineData("eu-west-1.evil.example/")]
    [InlineData("")]
    public void A_region_of_no_such_partition_is_refused_by_name(string region)
    {
        var exception = Assert.Throws<AwsConnectionException>(() => AwsPartition.Of(region));

        Assert.Contains($"'{region}' is not a region", exception.Message, StringComparison.Ordinal);
    }
}
