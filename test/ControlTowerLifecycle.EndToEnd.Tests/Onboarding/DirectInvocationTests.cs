using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Onboarding;

public sealed class DirectInvocationTests(ConnectedStack connected) : IClassFixture<ConnectedStack>
{
    private TestStack Stack => connected.Stack;

    [Fact]
    public async Task Bare_event_is_processed()
    {
        var account = Stack.Vend("bare");

        var result = await Stack.InvokeAsync(Stack.Created(account).ToJson());

        Stack.AssertProtected(account.Id);
        var outcome = Assert.Single(JsonNode.Parse(Response(result))!["accounts"]!.AsArray());
        Assert.Equal((account.Id, "onboarded"), ((string?)outcome!["accountId"], (string?)outcome["outcome"]));
    }

    [Fact]
    public async Task Bare_event_fails_if_its_account_is_not_onboarded()
    {
        var account = Stack.Vend("not-ready");
        Stack.Organization.Change(account.Id, existing => existing.WithoutRole(ControlTowerAccount.ExecutionRole));

        var result = await Stack.InvokeAsync(Stack.Created(account).ToJson());

        Assert.Equal("Function.NotOnboarded", Assert.IsType<InvocationResult.FunctionError>(result).FiledAs);
    }

    [Fact]
    public async Task Account_named_by_the_operator_is_onboarded_and_the_response_lists_the_steps()
    {
        var account = Stack.Vend("named");

        var response = JsonNode.Parse(Response(await Stack.InvokeAsync($$"""{"accountId": "{{account.Id}}"}""")))!;

        Stack.AssertProtected(account.Id);
        Assert.Equal((account.Id, "named", "onboarded"),
            ((string?)response["accountId"], (string?)response["accountName"], (string?)response["outcome"]));
        Assert.Equal(
            ["create-role", "put-role-policy", "register-connector"],
            [.. response["steps"]!.AsArray().Select(step => step!.GetValue<string>())]);
    }

    [Theory]
    [InlineData(DefaultOrganization.SuspendedId, "suspended")]
    [InlineData("999999999999", "not-in-organization")]
    public async Task Response_for_a_skipped_account_names_the_reason(
        string accountId, string reason)
    {
        var response = JsonNode.Parse(Response(await Stack.InvokeAsync($$"""{"accountId": "{{accountId}}"}""")))!;

        Assert.Equal(("skipped", reason), ((string?)response["outcome"], (string?)response["reason"]));
    }

    [Fact]
    public async Task Response_for_a_failure_names_the_cause_and_the_advice()
    {
        var error = Assert.IsType<InvocationResult.FunctionError>(
            await Stack.InvokeAsync($$"""{"accountId": "{{DefaultOrganization.UngovernedId}}"}"""));

        Assert.Equal("Function.NotOnboarded", error.FiledAs);
        Assert.Contains("cannot be assumed", error.Payload, StringComparison.Ordinal);
        Assert.Contains("check that the account is enrolled", error.Payload, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"accountId": "12345"}""")]
    public async Task Unreadable_payload_fails_the_invocation_and_not_the_process(string payload)
    {
        await Stack.InvokeAsync(Stack.Deployment.ControlTower.EnableGuardrail(Stack.Production).ToJson());
        var before = Assert.Single(Stack.Lifecycle.Environments).ProcessId;

        var result = await Stack.InvokeAsync(payload);

        Assert.Equal("Function.UnreadableEvent", Assert.IsType<InvocationResult.FunctionError>(result).FiledAs);
        Assert.Equal(before, Assert.Single(Stack.Lifecycle.Environments).ProcessId);
    }

    private static string Response(InvocationResult result) =>
        Assert.IsType<InvocationResult.Succeeded>(result).Response;
}
