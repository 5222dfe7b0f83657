using System.Text.Json.Nodes;
using ControlTowerLifecycle.CloudAccounts.Role;

namespace ControlTowerLifecycle.Tests.CloudAccounts;

public class VisionOnePoliciesTests
{
    [Theory]
    [InlineData("VisionOnePolicyPart1", 187, 6028)]
    [InlineData("VisionOnePolicyPart2", 200, 5725)]
    [InlineData("VisionOnePolicyPart3", 37, 1150)]
    public void Embedded_policy_is_the_documented_one_and_within_the_limit_of_IAM(string name, int actions, int length)
    {
        var policy = Assert.Single(VisionOnePolicies.All, policy => policy.Name == name);
        var statement = Assert.Single(JsonNode.Parse(policy.Document.Json)!["Statement"]!.AsArray());

        Assert.Equal(actions, statement!["Action"]!.AsArray().Count);
        Assert.Equal(length, policy.Document.Json.Length);
        Assert.True(policy.Document.Json.Length <= VisionOnePolicies.MaximumLength);
    }

    [Fact]
    public void Policies_are_in_the_order_of_the_vendor() => Assert.Equal(
        ["VisionOnePolicyPart1", "VisionOnePolicyPart2", "VisionOnePolicyPart3"], VisionOnePolicies.All.Select(policy => policy.Name));
}
