using System.Text.Json.Nodes;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>
/// Evaluates trust, session and role policies with an independent simulator of IAM.
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
    public async Task Connector_role_is_assumed_only_by_the_vendor_with_the_tenant_s_external_id(string account,
        string? externalId, bool isAllowed) =>
        await PolicySimulator.AssertDecisionAsync(isAllowed, new JsonObject
        {
            ["request"] = PolicySimulator.Request(
                $"arn:aws:iam::{account}:role/scanner", "sts:AssumeRole", ConnectorRole, Member,
                ("sts:ExternalId", externalId)),
            ["identityPolicies"] = PolicySimulator.AllowEverything(),
            // The library's tests prove that the code creates this document.
            ["resourcePolicy"] = JsonNode.Parse(File.ReadAllText(Path.Join(AppContext.BaseDirectory, "Payloads",
                "Policy.connectorTrust.json"))),
        });

    [Theory]
    [InlineData("iam:PutRolePolicy", ConnectorRole, true)]
    [InlineData("iam:CreateRole", ConnectorRole, true)]
    [InlineData("iam:AttachRolePolicy", ConnectorRole, false)]
    [InlineData("iam:DeleteRole", ConnectorRole, false)]
    [InlineData("iam:PutRolePolicy", ExecutionRole, false)]
    [InlineData("iam:CreateUser", $"arn:aws:iam::{Member}:user/other", false)]
    public async Task Session_in_a_member_account_is_limited_to_the_connector_role(string action, string resource,
        bool isAllowed) =>
        await PolicySimulator.AssertDecisionAsync(isAllowed, new JsonObject
        {
            ["request"] = PolicySimulator.Request(
                $"arn:aws:sts::{Member}:assumed-role/AWSControlTowerExecution/ControlTowerLifecycle",
                action, resource, Member),
            ["identityPolicies"] = PolicySimulator.AllowEverything(),
            ["sessionPolicy"] = new JsonObject
            {
                ["Version"] = "2012-10-17",
                ["Statement"] = new JsonArray(new JsonObject
                {
                    ["Effect"] = "Allow",
                    ["Action"] = new JsonArray(
                        [.. TemplateRolePolicies.ConnectorActions.Select(action => JsonValue.Create(action))]),
                    ["Resource"] = ConnectorRole,
                }),
            },
        });

    [Theory]
    [InlineData(ExecutionRole, "o-exampleorg1", true)]
    [InlineData(ExecutionRole, "o-anotherorg", false)]
    [InlineData(ExecutionRole, null, false)]
    [InlineData($"arn:aws:iam::{Member}:role/Admin", "o-exampleorg1", false)]
    public async Task Account_is_entered_only_through_the_execution_role_within_the_organization(string role,
        string? organization, bool isAllowed) =>
        await PolicySimulator.AssertDecisionAsync(isAllowed, new JsonObject
        {
            ["request"] = PolicySimulator.Request(
                TemplateRolePolicies.Session("LifecycleFunctionRole"), "sts:AssumeRole", role, Member,
                ("aws:PrincipalOrgID", "o-exampleorg1"), ("aws:ResourceOrgID", organization),
                ("lambda:SourceFunctionArn", TemplateRolePolicies.Arn("LifecycleFunction"))),
            ["identityPolicies"] = TemplateRolePolicies.Create("LifecycleFunctionRole", without: null),
            ["resourcePolicy"] = TemplateRolePolicies.TrustOfManagementAccount(),
        });

    [Theory]
    [InlineData("arn:aws:iam::aws:policy/AdministratorAccess", false)]
    [InlineData($"arn:aws:iam::{SynthesizedApp.Account}:policy/CloudOneWorkloadConnectorPolicy", true)]
    public async Task Only_the_predecessor_s_policy_is_detached_from_the_connector_role(
        string policy, bool isAllowed) =>
        await PolicySimulator.AssertDecisionAsync(isAllowed, new JsonObject
        {
            ["request"] = PolicySimulator.Request(
                TemplateRolePolicies.Session("LifecycleFunctionRole"), "iam:DetachRolePolicy",
                TemplateRolePolicies.OwnConnectorRole, SynthesizedApp.Account, ("iam:PolicyARN", policy),
                ("lambda:SourceFunctionArn", TemplateRolePolicies.Arn("LifecycleFunction"))),
            ["identityPolicies"] = TemplateRolePolicies.Create("LifecycleFunctionRole", without: null),
        });

    [Theory]
    [InlineData("controltower.lifecycle", "default", true)]
    [InlineData("custom.billing", "default", false)]
    [InlineData("controltower.lifecycle", "billing", false)]
    public async Task Events_of_its_own_source_are_put_on_the_default_bus_only(string source, string bus, bool isAllowed) =>
        await PolicySimulator.AssertDecisionAsync(isAllowed, new JsonObject
        {
            ["request"] = PolicySimulator.Request(
                TemplateRolePolicies.Session("LifecycleFunctionRole"), "events:PutEvents",
                $"arn:aws:events:eu-west-1:{SynthesizedApp.Account}:event-bus/{bus}", SynthesizedApp.Account, ("events:source", source)),
            ["identityPolicies"] = TemplateRolePolicies.Create("LifecycleFunctionRole", without: null),
        });

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Message_is_sent_with_TLS_only(string isSecure, bool isAllowed) =>
        await PolicySimulator.AssertDecisionAsync(isAllowed, new JsonObject
        {
            ["request"] = PolicySimulator.Request(
                TemplateRolePolicies.Session("BackfillFunctionRole"), "sqs:SendMessage",
                TemplateRolePolicies.Arn("WorkQueue"), SynthesizedApp.Account, ("aws:SecureTransport", isSecure),
                ("aws:PrincipalIsAWSService", "false"),
                ("aws:PrincipalArn", TemplateRolePolicies.Arn("BackfillFunctionRole"))),
            ["identityPolicies"] = TemplateRolePolicies.Create("BackfillFunctionRole", without: null),
            ["resourcePolicy"] = TemplateRolePolicies.Resolved("WorkQueuePolicy", "PolicyDocument"),
        });

    [Theory]
    [InlineData("LifecycleFunctionRole")]
    [InlineData("BackfillFunctionRole")]
    public async Task Every_call_of_a_function_is_allowed(string role)
    {
        var calls = TemplateRolePolicies.Calls(role);

        var decisions = await PolicySimulator.SimulateAsync([.. calls.Select(call =>
            call.Under(TemplateRolePolicies.Create(role, without: null)))]);

        Assert.Equal([],
            calls.Zip(decisions).Where(pair => pair.Second != "Allowed").Select(pair =>
                $"{pair.First.Action}: {pair.Second}"));
    }

    /// <summary>A statement that no call needs must be removed.</summary>
    [Theory]
    [InlineData("LifecycleFunctionRole")]
    [InlineData("BackfillFunctionRole")]
    public async Task Every_statement_is_needed_by_a_call(string role)
    {
        var calls = TemplateRolePolicies.Calls(role);
        foreach (var statement in TemplateRolePolicies.Statements(role))
        {
            var decisions = await PolicySimulator.SimulateAsync([.. calls.Select(call =>
                call.Under(TemplateRolePolicies.Create(role, without: statement)))]);

            Assert.True(decisions.Any(decision => decision != "Allowed"), $"no call needs {statement}");
        }
    }
}
