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
    public void Every_policy_has_the_current_version_and_allows_its_actions_everywhere() => Assert.All(
        VisionOnePolicies.All,
        policy =>
        {
            var document = JsonNode.Parse(policy.Document.Json)!;
            var statement = document["Statement"]!.AsArray().Single()!;
            Assert.Equal("2012-10-17", (string?)document["Version"]);
            Assert.Equal("Allow", (string?)statement["Effect"]);
            Assert.Equal("*", (string?)statement["Resource"]!.AsArray().Single());
        });

    /// <summary>The option that limits parameters exists because of them.</summary>
    [Theory]
    [InlineData("ssm:GetParameter")]
    [InlineData("ssm:PutParameter")]
    [InlineData("ssm:DeleteParameter")]
    public void Parts_2_and_3_are_not_read_only(string action) => Assert.Contains(
        VisionOnePolicies.All.Skip(1),
        policy => policy.Document.Json.Contains($"\"{action}\"", StringComparison.Ordinal));

    [Fact]
    public void Policies_are_in_the_order_of_the_vendor() => Assert.Equal(
        ["VisionOnePolicyPart1", "VisionOnePolicyPart2", "VisionOnePolicyPart3"], VisionOnePolicies.All.Select(policy => policy.Name));
}
