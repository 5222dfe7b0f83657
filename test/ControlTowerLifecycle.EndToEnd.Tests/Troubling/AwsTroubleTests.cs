using ControlTowerLifecycle.EndToEnd.Tests.Running;
using ControlTowerLifecycle.EndToEnd.Tests.Vending;
using ControlTowerLifecycle.Sandbox.Faults;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Troubling;

public sealed class AwsTroubleTests(ListeningStack listening) : IClassFixture<ListeningStack>
{
    private TestStack Stack => listening.Stack;

    [Theory]
    [InlineData("sts", "AssumeRole")]
    [InlineData("organizations", "DescribeAccount")]
    [InlineData("iam", "GetRole")]
    [InlineData("iam", "CreateRole")]
    [InlineData("iam", "PutRolePolicy")]
    public async Task A_call_that_is_throttled_is_made_again_within_the_invocation(string service, string operation) =>
        Assert.Equal(["onboarded"],
            await OnboardWithAsync(new Fault(FaultNames.Throttle) { Service = service, Operation = operation }));

    [Theory]
    [InlineData("sts", "AssumeRole")]
    [InlineData("organizations", "DescribeAccount")]
    [InlineData("iam", "GetRole")]
    public async Task A_service_that_throttles_for_long_is_left_to_the_queue(string service, string operation)
    {
        var words = await OnboardWithAsync(
            new Fault(FaultNames.Throttle) { Service = service, Operation = operation, Count = 3 });

        Assert.Equal(["retry", "onboarded"], words);
    }

    [Theory]
    [InlineData(FaultNames.Error)]
    [InlineData(FaultNames.Reset)]
    public async Task An_outage_of_iam_in_the_middle_leaves_an_account_that_the_next_attempt_completes(string fault)
    {
        var words = await OnboardWithAsync(
            new Fault(fault) { Service = "iam", Operation = "PutRolePolicy", Count = 3 });

        Assert.Equal("onboarded", words[^1]);
    }

    [Fact]
    public async Task An_organization_whose_services_allow_few_calls_a_second_is_protected_all_the_same()
    {
        await using var stack = await TestStack.StartAsync(
            TestStack.Quick with { Sandbox = new Sandbox.SandboxOptions() });
        stack.Server.Throttles.Set("iam", perSecond: 20, burst: 10);
        stack.Server.Throttles.Set("sts", perSecond: 5, burst: 3);
        stack.Server.Throttles.Set("organizations", perSecond: 2, burst: 1);

        await stack.CreateAsync("1");
        await stack.QuietAsync();

        Assert.Contains(stack.Server.AwsCalls.Records, call => call.Status == 400);
        Assert.Equal(10, stack.Judge.All().Count(verdict => verdict.IsProtected));
    }

    /// <returns>The words of the outcomes, in order.</returns>
    private async Task<string[]> OnboardWithAsync(Fault fault)
    {
        var account = Stack.Vend("in-trouble");
        using var injected = Stack.Server.Faults.Inject(fault with { AccountId = account.Id });

        Stack.Announce(account);
        await Stack.QuietAsync();
        await Stack.OutcomeAsync(account.Id, "onboarded");

        Assert.Equal(fault.Count, injected.Applied);
        Stack.AssertProtected(account.Id);
        return [.. Stack.Outcomes(account.Id).Select(outcome => outcome.Outcome)];
    }
}
