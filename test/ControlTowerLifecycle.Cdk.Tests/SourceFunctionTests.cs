using System.Text.Json.Nodes;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>
/// Another function, or an operator, with the role of a function cannot enter accounts, change roles or read the key.
/// Evaluated by an independent simulator of IAM.
/// </summary>
public sealed class SourceFunctionTests
{
    [Theory]
    [InlineData("LifecycleFunctionRole", "BackfillFunction")]
    [InlineData("BackfillFunctionRole", "LifecycleFunction")]
    [InlineData("LifecycleFunctionRole", null)]
    [InlineData("BackfillFunctionRole", null)]
    public async Task Role_without_its_function_cannot_enter_accounts_change_roles_or_read_the_key(
        string role, string? function)
    {
        var calls = TemplateRolePolicies.Calls(role);

        var decisions = await PolicySimulator.SimulateAsync([.. calls.Select(call => From(function, call))]);

        Assert.Equal(
            calls.Where(call => call.Action.Split(':')[0] is "sts" or "iam" or "secretsmanager")
                .Select(call => call.Action).Distinct(StringComparer.Ordinal),
            calls.Zip(decisions).Where(pair => pair.Second != "Allowed").Select(pair => pair.First.Action)
                .Distinct(StringComparer.Ordinal));
    }

    /// <summary>
    /// Lambda's own calls have no source function: it polls the queue, and it sends failed asynchronous invocations.
    /// The documentation names KMS only for environment variables, so the key has no such condition either.
    /// </summary>
    [Theory]
    [InlineData("LifecycleFunctionRole")]
    [InlineData("BackfillFunctionRole")]
    public void Calls_of_Lambda_itself_need_no_source_function(string role) =>
        Assert.All(
            SynthesizedApp.Lifecycle.Properties(role)["Policies"]!.AsArray(),
            policy => Assert.DoesNotContain("lambda:", policy!.ToJsonString(), StringComparison.Ordinal));

    private static JsonObject From(string? function, Call call)
    {
        var simulation = call.Under(TemplateRolePolicies.Create(call.Role, without: null));
        var context = simulation["request"]!["contextVariables"]!.AsObject();
        context.Remove("lambda:SourceFunctionArn");
        if (function is not null)
            context["lambda:SourceFunctionArn"] = TemplateRolePolicies.Arn(function);
        return simulation;
    }
}
