using System.Text.Json.Nodes;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>
/// Whether AWS would allow it, as a simulator says that others wrote: the trust, the sessions and the policies of the
/// template.
/// </summary>
public sealed class PolicySimulationTests
{
    private const string Member = "444455556666";
    private const string Vendor = "147995105371";
    private const string ConnectorRole = $"arn:aws:iam::{Member}:role/CloudOneWorkloadConnectorRole";
    private const string ExecutionRole = $"arn:aws:iam::{Member}:role/AWSControlTowerExecution";

    [Theory]
    [InlineData(Vendor, "AAAA-1111", true)]
    [InlineData(Vendor, "BBBB-2222", false)]
    [InlineData(Vendor, null, false)]
    [InlineData("999988887777", "AAAA-1111", false)]
    public async Task The_connector_role_is_assumed_by_the_vendor_with_the_tenant_s_external_id_only(string account,
        string? externalId, bool isAllowed) =>
        await DecidesAsync(isAllowed, new JsonObject
        {
            ["request"] = Request($"arn:aws:iam::{account}:role/scanner", "sts:AssumeRole", ConnectorRole, Member,
                ("sts:ExternalId", externalId)),
            ["identityPolicies"] = Everything(),
            // That the code makes this document is held by the library's tests.
            ["resourcePolicy"] = JsonNode.Parse(File.ReadAllText(Path.Join(AppContext.BaseDirectory, "Payloads",
                "Policy.connectorTrust.json"))),
        });

    [Theory]
    [InlineData("iam:PutRolePolicy", ConnectorRole, true)]
    [InlineData("iam:CreateRole", ConnectorRole, true)]
    [InlineData("iam:AttachRolePolicy", ConnectorRole, false)]
    [InlineData("iam:DeleteRole", ConnectorRole, false)]
    [InlineData("iam:PutRolePolicy", ExecutionRole, false)]
    [InlineData("iam:CreateUser", $"arn:aws:iam::{Member}:user/somebody", false)]
    public async Task A_session_in_a_member_account_keeps_to_the_connector_role(string action, string resource,
        bool isAllowed) =>
        await DecidesAsync(isAllowed, new JsonObject
        {
            ["request"] = Request($"arn:aws:sts::{Member}:assumed-role/AWSControlTowerExecution/ControlTowerLifecycle",
                action, resource, Member),
            ["identityPolicies"] = Everything(),
            ["sessionPolicy"] = new JsonObject
            {
                ["Version"] = "2012-10-17",
                ["Statement"] = new JsonArray(new JsonObject
                {
                    ["Effect"] = "Allow",
                    ["Action"] = new JsonArray([.. RolePolicies.ConnectorActions.Select(one => JsonValue.Create(one))]),
                    ["Resource"] = ConnectorRole,
                }),
            },
        });

    [Theory]
    [InlineData(ExecutionRole, "o-exampleorg1", true)]
    [InlineData(ExecutionRole, "o-anotherorg", false)]
    [InlineData(ExecutionRole, null, false)]
    [InlineData($"arn:aws:iam::{Member}:role/Admin", "o-exampleorg1", false)]
    public async Task An_account_is_entered_by_the_execution_role_within_the_organization_only(string role,
        string? organization, bool isAllowed) =>
        await DecidesAsync(isAllowed, new JsonObject
        {
            ["request"] = Request(
                RolePolicies.Session("LifecycleFunctionRole"), "sts:AssumeRole", role, Member,
                ("aws:PrincipalOrgID", "o-exampleorg1"), ("aws:ResourceOrgID", organization)),
            ["identityPolicies"] = RolePolicies.Of("LifecycleFunctionRole", without: null),
            ["resourcePolicy"] = JsonNode.Parse($$"""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{Synthesized.Account}}:root"},"Action":"sts:AssumeRole"}]}
                """),
        });

    [Theory]
    [InlineData("arn:aws:iam::aws:policy/AdministratorAccess", false)]
    [InlineData($"arn:aws:iam::{Synthesized.Account}:policy/CloudOneWorkloadConnectorPolicy", true)]
    public async Task Of_the_connector_role_only_the_predecessor_s_policy_is_detached(string policy, bool isAllowed) =>
        await DecidesAsync(isAllowed, new JsonObject
        {
            ["request"] = Request(
                RolePolicies.Session("LifecycleFunctionRole"), "iam:DetachRolePolicy", RolePolicies.OwnConnectorRole,
                    Synthesized.Account, ("iam:PolicyARN", policy)),
            ["identityPolicies"] = RolePolicies.Of("LifecycleFunctionRole", without: null),
        });

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task A_message_is_sent_with_TLS_only(string isSecure, bool isAllowed) =>
        await DecidesAsync(isAllowed, new JsonObject
        {
            ["request"] = Request(
                RolePolicies.Session("BackfillFunctionRole"), "sqs:SendMessage", RolePolicies.ArnOf("WorkQueue"),
                    Synthesized.Account, ("aws:SecureTransport", isSecure)),
            ["identityPolicies"] = RolePolicies.Of("BackfillFunctionRole", without: null),
            ["resourcePolicy"] = RolePolicies.Resolved("WorkQueuePolicy", "PolicyDocument"),
        });

    [Theory]
    [InlineData("LifecycleFunctionRole")]
    [InlineData("BackfillFunctionRole")]
    public async Task Whatever_a_function_calls_is_allowed(string role)
    {
        var calls = RolePolicies.CallsOf(role);

        var decisions = await SimulateAsync([.. calls.Select(call =>
            call.Under(RolePolicies.Of(role, without: null)))]);

        Assert.Equal([],
            calls.Zip(decisions).Where(pair => pair.Second != "Allowed").Select(pair =>
                $"{pair.First.Action}: {pair.Second}"));
    }

    /// <summary>A statement that no call needs is one too many.</summary>
    [Theory]
    [InlineData("LifecycleFunctionRole")]
    [InlineData("BackfillFunctionRole")]
    public async Task Without_any_one_statement_something_that_a_function_calls_is_refused(string role)
    {
        var calls = RolePolicies.CallsOf(role);
        foreach (var statement in RolePolicies.StatementsOf(role))
        {
            var decisions = await SimulateAsync([.. calls.Select(call =>
                call.Under(RolePolicies.Of(role, without: statement)))]);

            Assert.True(decisions.Any(decision => decision != "Allowed"), $"nothing needs {statement}");
        }
    }

    private static async Task DecidesAsync(bool isAllowed, JsonObject simulation)
    {
        var decision = Assert.Single(await SimulateAsync([simulation]));

        Assert.DoesNotContain("error", decision, StringComparison.Ordinal);
        Assert.Equal(isAllowed, decision == "Allowed");
    }

    private static async Task<string[]> SimulateAsync(IEnumerable<JsonNode> simulations) =>
        (await Tool.CheckAsync("simulate.mjs", new JsonArray([.. simulations]).ToJsonString()))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static JsonObject Request(string principal, string action, string resource, string account,
        params (string Key, string? Value)[] context) => new()
        {
            ["principal"] = principal,
            ["action"] = action,
            ["resource"] = new JsonObject { ["resource"] = resource, ["accountId"] = account },
            ["contextVariables"] = new JsonObject(context.Where(one => one.Value is not null).Select(one =>
                KeyValuePair.Create(one.Key, (JsonNode?)one.Value))),
        };

    private static JsonArray Everything() => new(JsonNode.Parse(
        """{"name":"everything","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}"""));
}
