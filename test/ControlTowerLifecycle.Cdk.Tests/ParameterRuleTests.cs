using System.Text.Json.Nodes;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>Evaluates the template's rules, which refuse parameters that do not fit together.</summary>
public sealed class ParameterRuleTests
{
    private const string Secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:key-AbCdEf";
    private const string Key = "arn:aws:kms:eu-west-1:111122223333:key/k";

    [Theory]
    [InlineData("the-key", "", "", null)]
    [InlineData("", Secret, "", null)]
    [InlineData("", Secret, Key, null)]
    [InlineData("", "", "", "Enter either WorkloadSecurityApiKey")]
    [InlineData("the-key", Secret, "", "Enter either WorkloadSecurityApiKey")]
    [InlineData("the-key", "", Key, "WorkloadSecuritySecretKeyArn is only valid")]
    public void Api_key_comes_from_exactly_one_parameter(
        string apiKey, string secretArn, string keyArn, string? refused) =>
        AssertRefused(refused, "eu-west-1", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WorkloadSecurityApiKey"] = apiKey,
            ["WorkloadSecuritySecretArn"] = secretArn,
            ["WorkloadSecuritySecretKeyArn"] = keyArn,
        });

    [Theory]
    [InlineData("cloud-accounts", "", null)]
    [InlineData("workload-security,cloud-accounts", "", "Enter either WorkloadSecurityApiKey")]
    [InlineData("workload-security,cloud-accounts", "the-key", null)]
    public void Api_key_of_Workload_Security_is_needed_only_with_it(
        string protections, string apiKey, string? refused) =>
        AssertRefused(refused, "eu-west-1", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Protections"] = protections,
            ["WorkloadSecurityApiKey"] = apiKey,
            ["CloudAccountsApiKey"] = "a.b.c",
            ["CloudAccountsRegion"] = "eu",
            ["CloudAccountsBusinessId"] = "business",
        });

    [Theory]
    [InlineData("a.b.c", "", "eu", "business", "", null)]
    [InlineData("", Secret, "eu", "business", "", null)]
    [InlineData("", "", "eu", "business", "", "Enter either CloudAccountsApiKey or CloudAccountsSecretArn")]
    [InlineData("a.b.c", Secret, "eu", "business", "", "Enter either CloudAccountsApiKey or CloudAccountsSecretArn")]
    [InlineData("a.b.c", "", "", "business", "", "Enter CloudAccountsRegion and CloudAccountsBusinessId")]
    [InlineData("a.b.c", "", "eu", "", "", "Enter CloudAccountsRegion and CloudAccountsBusinessId")]
    [InlineData("a.b.c", "", "eu", "business", "eu-west-1", "CloudAccountsInstanceRegions is only valid")]
    public void Cloud_Accounts_needs_a_key_a_region_and_a_business(
        string apiKey, string secretArn, string region, string business, string instanceRegions, string? refused) =>
        AssertRefused(refused, "eu-west-1", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Protections"] = "cloud-accounts",
            ["CloudAccountsApiKey"] = apiKey,
            ["CloudAccountsSecretArn"] = secretArn,
            ["CloudAccountsRegion"] = region,
            ["CloudAccountsBusinessId"] = business,
            ["CloudAccountsInstanceRegions"] = instanceRegions,
        });

    [Theory]
    [InlineData("eu-west-1", "147995105371", false)]
    [InlineData("us-gov-west-1", "147995105371", true)]
    [InlineData("us-gov-east-1", "147995105371", true)]
    [InlineData("cn-north-1", "147995105371", true)]
    [InlineData("cn-northwest-1", "147995105371", true)]
    [InlineData("us-gov-west-1", "444455556666", false)]
    public void Vendor_account_must_fit_the_partition(string region, string vendor, bool isRefused) =>
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
    public void Connector_role_must_differ_from_the_execution_role(string? connector, string? execution, bool isRefused)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WorkloadSecurityApiKey"] = "the-key",
        };
        if (connector is not null)
            parameters.Add("ConnectorRoleName", connector);
        if (execution is not null)
            parameters.Add("ExecutionRoleName", execution);

        AssertRefused(
            isRefused ? "ConnectorRoleName and ExecutionRoleName must be different" : null, "eu-west-1", parameters);
    }

    [Theory]
    [InlineData("us-east-1", "eu-west-1", null)]
    [InlineData("us-gov-west-1", "us-gov-east-1", null)]
    [InlineData("cn-northwest-1", "cn-north-1", null)]
    [InlineData("eu-central-1", "eu-west-1", "Organizations sends no events in this region")]
    [InlineData("us-east-1", "us-east-1", "HomeRegion is this region")]
    public void Second_stack_must_be_in_the_region_of_Organizations_and_outside_the_home_region(
        string region, string home, string? refused) =>
        AssertRefused(
            refused,
            region,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["HomeRegion"] = home },
            SynthesizedApp.In("eu-west-1").Forwarder!);

    private static void AssertRefused(
        string? sentence, string region, Dictionary<string, string> parameters, Template? template = null)
    {
        var refused = Refusals(template ?? SynthesizedApp.Lifecycle, region, parameters).ToList();
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
                "Fn::And" => list.All(operand => Holds(operand!)),
                "Fn::Or" => list.Any(operand => Holds(operand!)),
                "Fn::Not" => !Holds(list[0]!),
                "Fn::Equals" => Text(list[0]!) == Text(list[1]!),
                "Fn::Contains" => list[0]!.AsArray().Any(operand => Text(operand!) == Text(list[1]!)),
                _ => throw new InvalidOperationException($"add {function} here"),
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
