using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Onboarding;

public sealed class DirectInvocationTests(ConnectedStack listening) : IClassFixture<ConnectedStack>
{
    private TestStack Stack => listening.Stack;

    [Fact]
    public async Task A_bare_event_is_worked_on()
    {
        var account = Stack.Vend("bare");

        var result = await Stack.InvokeAsync(Stack.Created(account).ToJson());

        Stack.AssertProtected(account.Id);
        var told = Assert.Single(JsonNode.Parse(Response(result))!["accounts"]!.AsArray());
        Assert.Equal((account.Id, "onboarded"), ((string?)told!["accountId"], (string?)told["outcome"]));
    }

    [Fact]
    public async Task A_bare_event_whose_account_is_not_done_is_an_error_so_that_lambda_tries_again()
    {
        var account = Stack.Vend("not-ready");
        Stack.Organization.Change(account.Id, one => one.WithoutRole(ControlTowerAccount.ExecutionRole));

        var result = await Stack.InvokeAsync(Stack.Created(account).ToJson());

        Assert.Equal("Function.NotOnboarded", Assert.IsType<InvocationResult.FunctionError>(result).FiledAs);
    }

    [Fact]
    public async Task An_account_that_a_person_names_is_onboarded_and_the_answer_says_what_was_done()
    {
        var account = Stack.Vend("named");

        var answer = JsonNode.Parse(Response(await Stack.InvokeAsync($$"""{"accountId": "{{account.Id}}"}""")))!;

        Stack.AssertProtected(account.Id);
        Assert.Equal((account.Id, "named", "onboarded"),
            ((string?)answer["accountId"], (string?)answer["accountName"], (string?)answer["outcome"]));
        Assert.Equal(
            ["create-role", "put-role-policy", "register-connector"],
            [.. answer["steps"]!.AsArray().Select(step => step!.GetValue<string>())]);
    }

    [Theory]
    [InlineData(DefaultOrganization.SuspendedId, "suspended")]
    [InlineData("999999999999", "not-in-organization")]
    public async Task An_account_that_is_not_to_be_onboarded_is_answered_with_the_reason(
        string accountId, string reason)
    {
        var answer = JsonNode.Parse(Response(await Stack.InvokeAsync($$"""{"accountId": "{{accountId}}"}""")))!;

        Assert.Equal(("skipped", reason), ((string?)answer["outcome"], (string?)answer["reason"]));
    }

    [Fact]
    public async Task A_failure_is_answered_with_the_cause_and_what_to_do()
    {
        var answer = JsonNode.Parse(
            Response(await Stack.InvokeAsync($$"""{"accountId": "{{DefaultOrganization.UngovernedId}}"}""")))!;

        Assert.Equal("retry", (string?)answer["outcome"]);
        Assert.Contains("cannot be assumed", (string?)answer["failure"]!["cause"], StringComparison.Ordinal);
        Assert.Contains(
            "check that the account is enrolled", (string?)answer["failure"]!["whatToDo"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"accountId": "12345"}""")]
    public async Task What_cannot_be_read_is_an_error_and_the_process_goes_on(string payload)
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
