using System.Text.Json.Nodes;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

public sealed class StackOutputsTests
{
    private static Template Template => SynthesizedApp.Lifecycle;

    [Fact]
    public void Output_names_the_secret_in_use() =>
        Assert.Equal(
            "<WorkloadSecuritySecretArn> or <ApiKeySecret>",
            (string?)IntrinsicFunctions.Named.Resolve(Value("ApiKeySecret")));

    [Fact]
    public void Output_and_metadata_of_each_template_have_the_version() =>
        Assert.All([SynthesizedApp.Lifecycle, SynthesizedApp.In("eu-west-1").Forwarder!], template =>
            Assert.Equal(
                (SynthesizedApp.FixedVersion, SynthesizedApp.FixedVersion),
                ((string?)template.Json["Outputs"]!["Version"]!["Value"], (string?)template.Json["Metadata"]!["Version"])));

    [Theory]
    [InlineData("aws", "console.aws.amazon.com")]
    [InlineData("aws-us-gov", "console.amazonaws-us-gov.com")]
    [InlineData("aws-cn", "console.amazonaws.cn")]
    public void Dashboard_address_is_in_the_console_of_the_partition(string partition, string console)
    {
        var parts = Value("DashboardUrl")["Fn::Join"]![1]!.AsArray();

        Assert.Equal("https://", (string?)parts[0]);
        Assert.Equal(
            """{"Fn::FindInMap":["OutputsConsoles",{"Ref":"AWS::Partition"},"Host"]}""", parts[1]!.ToJsonString());
        Assert.Equal(console, (string?)Template.Json["Mappings"]!["OutputsConsoles"]![partition]!["Host"]);
        Assert.Equal(
            "/cloudwatch/home?region=<Region>#dashboards/dashboard/<Overview>",
            string.Concat(parts.Skip(2).Select(part => (string?)IntrinsicFunctions.Named.Resolve(part))));
    }

    private static JsonNode Value(string output) => Template.Json["Outputs"]![output]!["Value"]!;
}
