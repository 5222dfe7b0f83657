using System.Text.Json.Nodes;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

public sealed class PartitionTests
{
    [Theory]
    [InlineData("us-gov-west-1")]
    [InlineData("us-gov-east-1")]
    [InlineData("cn-north-1")]
    [InlineData("cn-northwest-1")]
    public void Templates_do_not_name_the_commercial_partition(string region)
    {
        foreach (var file in SynthesizedApp.In(region).Files)
        {
            // Rules list the regions of all partitions.
            var template = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
            template.Remove("Rules");
            var text = template.ToJsonString();
            Assert.DoesNotContain("arn:aws:", text, StringComparison.Ordinal);
            Assert.DoesNotContain("us-east-1", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("us-east-1", null)]
    [InlineData("eu-west-1", "us-east-1")]
    [InlineData("us-gov-east-1", "us-gov-west-1")]
    [InlineData("us-gov-west-1", null)]
    [InlineData("cn-north-1", "cn-northwest-1")]
    [InlineData("cn-northwest-1", null)]
    public void Organizations_events_are_forwarded_only_from_another_region(string home, string? from)
    {
        var settings = new StackSettings
        {
            Package = FunctionPackage.Load(Path.Join(AppContext.BaseDirectory, "Package")),
            HomeRegion = home
        };

        Assert.Equal(from, settings.OrganizationsRegion == home ? null : settings.OrganizationsRegion);
        Assert.Equal(from is not null, SynthesizedApp.In(home).Forwarder is not null);
    }
}
