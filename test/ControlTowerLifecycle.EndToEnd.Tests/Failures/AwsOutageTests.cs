using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Faults;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Failures;

public sealed class AwsOutageTests(ConnectedStack connected) : IClassFixture<ConnectedStack>
{
    private TestStack Stack => connected.Stack;

    [Theory]
    [InlineData("sts", "AssumeRole")]
    [InlineData("organizations", "DescribeAccount")]
    [InlineData("iam", "GetRole")]
    [InlineData("iam", "CreateRole")]
    [InlineData("iam", "PutRolePolicy")]
    public async Task Throttled_call_is_retried_within_the_invocation(string service, string operation) =>
        Assert.Equal(["onboarded"],
            await OnboardWithAsync(new Fault(FaultNames.Throttle) { Service = service, Operation = operation }));

    [Theory]
    [InlineData("sts", "AssumeRole")]
    [InlineData("organizations", "DescribeAccount")]
    [InlineData("iam", "GetRole")]
    public async Task Long_throttling_is_left_to_the_queue(string service, string operation)
    {
        var outcomes = await OnboardWithAsync(
            new Fault(FaultNames.Throttle) { Service = service, Operation = operation, Count = 3 });

        Assert.Equal(["retry", "onboarded"], outcomes);
    }

    [Theory]
    [InlineData(FaultNames.Error)]
    [InlineData(FaultNames.Reset)]
    public async Task Account_left_half_onboarded_by_an_IAM_outage_is_completed_by_the_next_attempt(string fault)
    {
        var outcomes = await OnboardWithAsync(
            new Fault(fault) { Service = "iam", Operation = "PutRolePolicy", Count = 3 });

        Assert.Equal("onboarded", outcomes[^1]);
    }

    [Fact]
    public async Task Organization_is_protected_with_few_calls_allowed_per_second()
    {
        await using var stack = await TestStack.StartAsync(
            TestStack.Quick with { Sandbox = new Sandbox.SandboxOptions() });
        stack.Server.Throttles.Set("iam", perSecond: 20, burst: 10);
        stack.Server.Throttles.Set("sts", perSecond: 5, burst: 3);
        stack.Server.Throttles.Set("organizations", perSecond: 2, burst: 1);

        await stack.CreateAsync("1");
        await stack.WaitUntilIdleAsync();

        Assert.Contains(stack.Server.AwsCalls.Records, call => call.Status == 400);
        Assert.Equal(10, stack.Judge.All().Count(verdict => verdict.IsProtected));
    }

    /// <returns>The outcomes in order.</returns>
    private async Task<string[]> OnboardWithAsync(Fault fault)
    {
        var account = Stack.Vend("during-an-outage");
        using var injected = Stack.Server.Faults.Inject(fault with { AccountId = account.Id });

        Stack.Announce(account);
        await Stack.WaitUntilIdleAsync();
        await Stack.WaitForOutcomeAsync(account.Id, "onboarded");

        Assert.Equal(fault.Count, injected.Applied);
        Stack.AssertProtected(account.Id);
        return [.. Stack.Outcomes(account.Id).Select(outcome => outcome.Outcome)];
    }
}
