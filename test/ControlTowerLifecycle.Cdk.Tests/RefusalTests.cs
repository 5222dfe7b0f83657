using System.Text.Json.Nodes;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>Parameters that do not fit together are refused before anything is made: the template's rules, worked out.</summary>
public sealed class RefusalTests
{
    private const string Secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:key-AbCdEf";
    private const string Key = "arn:aws:kms:eu-west-1:111122223333:key/k";

    [Theory]
    [InlineData("the-key", "", "", null)]
    [InlineData("", Secret, "", null)]
    [InlineData("", Secret, Key, null)]
    [InlineData("", "", "", "Give either the API key")]
    [InlineData("the-key", Secret, "", "Give either the API key")]
    [InlineData("the-key", "", Key, "The key of the existing secret")]
    public void The_key_comes_from_one_place_exactly(string apiKey, string secretArn, string keyArn, string? refused) =>
        AssertRefused(refused, "eu-west-1", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WorkloadSecurityApiKey"] = apiKey,
            ["WorkloadSecuritySecretArn"] = secretArn,
            ["WorkloadSecuritySecretKeyArn"] = keyArn,
        });

    [Theory]
    [InlineData("eu-west-1", "147995105371", false)]
    [InlineData("us-gov-west-1", "147995105371", true)]
    [InlineData("us-gov-east-1", "147995105371", true)]
    [InlineData("cn-north-1", "147995105371", true)]
    [InlineData("cn-northwest-1", "147995105371", true)]
    [InlineData("us-gov-west-1", "444455556666", false)]
    public void The_vendor_s_account_is_one_of_the_partition(string region, string vendor, bool isRefused) =>
        AssertRefused(
            isRefused ? "The vendor's AWS account of the SaaS regions cannot be trusted" : null,
            region,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["WorkloadSecurityApiKey"] = "the-key",
                ["WorkloadSecurityAccountId"] = vendor,
            });

    [Theory]
    [InlineData("Trend", "Execution", false)]
    [InlineData("Trend", "Trend", true)]
    [InlineData("AWSControlTowerExecution", null, true)]
    [InlineData(null, "CloudOneWorkloadConnectorRole", true)]
    [InlineData(null, null, false)]
    public void The_connector_role_is_never_the_execution_role(string? connector, string? execution, bool isRefused)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["WorkloadSecurityApiKey"] = "the-key" };
        if (connector is not null)
            parameters.Add("ConnectorRoleName", connector);
        if (execution is not null)
            parameters.Add("ExecutionRoleName", execution);

        AssertRefused(isRefused ? "Connector role and execution role must be two roles" : null, "eu-west-1", parameters);
    }

    [Theory]
    [InlineData("us-east-1", "eu-west-1", null)]
    [InlineData("us-gov-west-1", "us-gov-east-1", null)]
    [InlineData("cn-northwest-1", "cn-north-1", null)]
    [InlineData("eu-central-1", "eu-west-1", "Organizations tells nothing in this region")]
    [InlineData("us-east-1", "us-east-1", "The home region is this region")]
    public void The_second_stack_is_where_Organizations_tells_its_events_and_the_home_region_is_not(
        string region, string home, string? refused) =>
        AssertRefused(
            refused,
            region,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["HomeRegion"] = home },
            Synthesized.In("eu-west-1").Forwarder!);

    private static void AssertRefused(
        string? sentence, string region, Dictionary<string, string> parameters, Template? template = null)
    {
        var refused = Refusals(template ?? Synthesized.Lifecycle, region, parameters).ToList();
        if (sentence is null)
            Assert.Empty(refused);
        else
            Assert.StartsWith(sentence, Assert.Single(refused), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Refusals(Template template, string region, Dictionary<string, string> parameters)
    {
        var rules = template.Json["Rules"]!.AsObject()
            .Where(rule => rule.Key != "CheckBootstrapVersion").Select(rule => rule.Value!);
        return
            from rule in rules
            where rule["RuleCondition"] is not { } when || Holds(when)
            from assertion in rule["Assertions"]!.AsArray()
            where !Holds(assertion!["Assert"]!)
            select (string)assertion!["AssertDescription"]!;

        bool Holds(JsonNode expression)
        {
            var (function, arguments) = expression.AsObject().Single();
            var list = arguments!.AsArray();
            return function switch
            {
                "Fn::And" => list.All(one => Holds(one!)),
                "Fn::Or" => list.Any(one => Holds(one!)),
                "Fn::Not" => !Holds(list[0]!),
                "Fn::Equals" => Text(list[0]!) == Text(list[1]!),
                "Fn::Contains" => list[0]!.AsArray().Any(one => Text(one!) == Text(list[1]!)),
                _ => throw new InvalidOperationException($"nobody asked for {function} in a rule yet"),
            };
        }

        string Text(JsonNode node) => node is JsonValue
            ? (string)node!
            : (string)node["Ref"]! switch
            {
                "AWS::Region" => region,
                var name when parameters.TryGetValue(name, out var given) => given,
                var name => template.Parameters[name]!["Default"]!.ToString(),
            };
    }
}
