using System.Text.Json.Nodes;
using ControlTowerLifecycle.CloudAccounts;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

public sealed class ChosenProtectionsTests
{
    private static Template Template => SynthesizedApp.Lifecycle;

    [Theory]
    [InlineData("LifecycleFunction")]
    [InlineData("BackfillFunction")]
    public void Function_has_the_variables_of_the_chosen_protections_only(string function)
    {
        var variables = Template.Properties(function)["Environment"]!["Variables"]!.AsObject()
            .ToLookup(variable => (string?)(variable.Value as JsonObject)?["Fn::If"]?[0], variable => variable.Key);

        Assert.All(variables["WithCloudAccounts"], name => Assert.StartsWith("CLOUD_ACCOUNTS_", name, StringComparison.Ordinal));
        Assert.DoesNotContain(variables[null], name => name.StartsWith("CLOUD_ACCOUNTS_", StringComparison.Ordinal));
        Assert.DoesNotContain(variables[null], name => name.StartsWith("WORKLOAD_SECURITY_", StringComparison.Ordinal));
        Assert.Contains("WORKLOAD_SECURITY_SECRET_ARN", variables["WithWorkloadSecurity"]);
        Assert.Contains("PROTECTIONS", variables[null]);
    }

    [Theory]
    [InlineData("WithWorkloadSecurity", "cloud-accounts")]
    [InlineData("WithCloudAccounts", "workload-security")]
    public void Protection_is_chosen_unless_the_other_one_is_chosen_alone(string condition, string other) =>
        Assert.Equal(
            $$"""{"Fn::Not":[{"Fn::Equals":[{"Ref":"Protections"},"{{other}}"]}]}""",
            Template.Json["Conditions"]![condition]!.ToJsonString());

    [Theory]
    [InlineData("ApiKeySecret", "WithWorkloadSecurity")]
    [InlineData("VisionOneSecret", "WithCloudAccounts")]
    public void Output_of_a_secret_exists_only_with_its_protection(string output, string condition) =>
        Assert.Equal(condition, (string?)Template.Json["Outputs"]![output]!["Condition"]);

    [Fact]
    public void Permission_covers_the_provider_of_every_region()
    {
        var resource = Template.Properties("LifecycleFunctionPolicy")["PolicyDocument"]!["Statement"]!.AsArray()
            .Select(statement => statement!["Fn::If"]?[1])
            .Single(statement => (string?)statement?["Sid"] == "CreateTheVisionOneProvider")!["Resource"]!;

        Assert.All(VisionOneRegion.All, region =>
        {
            var deployed = IntrinsicFunctions.Deployed(Template, "aws", "eu-west-1", new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["CloudAccountsRegion"] = region.Name,
            }, condition => condition != "WithNamesOidcHost");
            Assert.Equal(
                $"arn:aws:iam::{SynthesizedApp.Account}:oidc-provider/{region.OidcHost}", (string?)deployed.Resolve(resource));
        });
    }
}
