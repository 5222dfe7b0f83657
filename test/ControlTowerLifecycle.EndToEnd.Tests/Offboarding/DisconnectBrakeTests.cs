using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Lambda;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Offboarding;

/// <summary>Control Tower suddenly lists none of six protected accounts.</summary>
public sealed class DisconnectBrakeTests(OffboardingStack offboarding) : IClassFixture<OffboardingStack>
{
    private TestStack Stack => offboarding.Stack;

    [Fact]
    public async Task Reconcile_disconnects_six_accounts_only_after_an_operator_confirmed_the_number()
    {
        var accounts = Enumerable.Range(1, 6).Select(number => Stack.Vend($"member-{number}")).ToList();
        accounts.ForEach(Stack.Announce);
        await Stack.WaitUntilIdleAsync();
        foreach (var account in accounts)
            Stack.Organization.Change(account.Id, existing => existing with { Governed = false });

        await FailsAsync("""{"reconcile": "all"}""", "would disconnect 6 accounts", "\"confirmDisconnect\":6");
        Assert.All(accounts, account => Assert.Single(offboarding.Connectors(account)));

        await FailsAsync("""{"reconcile": "all", "confirmDisconnect": 5}""", "confirmDisconnect is 5, but", "disconnect 6");
        Assert.All(accounts, account => Assert.Single(offboarding.Connectors(account)));

        await InvokeAsync("""{"reconcile": "all", "confirmDisconnect": 6}""");
        Assert.All(accounts, account => Assert.Empty(offboarding.Connectors(account)));
        Assert.All(accounts, account => Assert.Equal("left", Stack.Outcomes(account.Id)[^1].Outcome));
    }

    private async Task FailsAsync(string payload, params string[] quotes)
    {
        var error = Assert.IsType<InvocationResult.FunctionError>(await InvokeAsync(payload));

        Assert.Equal("Function.NotWalked", error.Type);
        Assert.All(quotes, quote => Assert.Contains(quote, error.Message, StringComparison.Ordinal));
    }

    private async Task<InvocationResult> InvokeAsync(string payload)
    {
        var result = await Stack.WaitUntilAsync(
            "the walk ended", token => Stack.Deployment.Backfill.InvokeAsync(payload, token));
        await Stack.WaitUntilIdleAsync();
        return result;
    }
}
