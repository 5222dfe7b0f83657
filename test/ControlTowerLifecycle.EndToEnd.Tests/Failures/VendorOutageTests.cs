using System.Net;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Vendor;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Failures;

public sealed class VendorOutageTests(ConnectedStack connected) : IClassFixture<ConnectedStack>
{
    private TestStack Stack => connected.Stack;

    /// <summary>The timer of another process may fire shortly before the time by this process's clock.</summary>
    private static readonly TimeSpan TimerResolution = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task Throttled_vendor_call_is_retried_within_the_invocation()
    {
        var account = await OnboardWithAsync(
            vended => new Fault(FaultNames.Throttle) { AccountId = vended.Id, Count = 2 });

        Assert.Equal(["onboarded"], await Stack.WaitForOutcomesAsync(account.Id, 1));
    }

    [Fact]
    public async Task Retry_After_of_the_vendor_is_respected()
    {
        var wait = TimeSpan.FromSeconds(1);

        var account = await OnboardWithAsync(
            vended => new Fault(FaultNames.Throttle) { AccountId = vended.Id, RetryAfter = wait });

        var calls = Stack.Server.Vendor.Calls.Records.Where(call => call.Call.AccountId == account.Id)
            .OrderBy(call => call.At).ToList();
        Assert.Equal((429, 200), (calls[0].Status, calls[1].Status));
        Assert.True(calls[1].At - calls[0].At >= wait - TimerResolution, $"{calls[1].At - calls[0].At}");
        Assert.Equal(["onboarded"], await Stack.WaitForOutcomesAsync(account.Id, 1));
    }

    [Fact]
    public async Task Retry_After_that_exceeds_the_invocation_is_left_to_the_queue()
    {
        var account = await OnboardWithAsync(vended => new Fault(FaultNames.Throttle)
        {
            AccountId = vended.Id,
            RetryAfter = TimeSpan.FromSeconds(9),
        });

        Assert.Equal(["retry", "onboarded"], await Stack.WaitForOutcomesAsync(account.Id, 2));
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task Single_vendor_error_is_retried_within_the_invocation(HttpStatusCode status)
    {
        var account = await OnboardWithAsync(vended => new Fault(FaultNames.Error)
        {
            AccountId = vended.Id,
            Operation = "POST /awsconnectors/search",
            Status = status,
        });

        Assert.Equal(["onboarded"], await Stack.WaitForOutcomesAsync(account.Id, 1));
    }

    [Fact]
    public async Task Vendor_outage_is_left_to_the_queue()
    {
        var account = await OnboardWithAsync(
            vended => new Fault(FaultNames.Error) { AccountId = vended.Id, Count = 4 });

        Assert.Equal(["retry", "onboarded"], await Stack.WaitForOutcomesAsync(account.Id, 2));
    }

    [Theory]
    [InlineData("POST /awsconnectors/search")]
    [InlineData("POST /awsconnectors")]
    public async Task Connection_lost_before_the_call_is_carried_out_leads_to_one_connector(string operation)
    {
        var account = await OnboardWithAsync(
            vended => new Fault(FaultNames.Reset) { AccountId = vended.Id, Operation = operation });

        Assert.Equal("onboarded", Stack.Outcomes(account.Id)[^1].Outcome);
    }

    [Theory]
    [InlineData(FaultNames.Throttle)]
    [InlineData(FaultNames.Error)]
    [InlineData(FaultNames.Reset)]
    [InlineData(FaultNames.ResetAfter)]
    public async Task Faulty_registration_leads_to_one_connector(string fault) =>
        await OnboardWithAsync(vended => new Fault(fault) { AccountId = vended.Id, Operation = "POST /awsconnectors" });

    [Fact]
    public async Task Vendor_without_response_costs_one_invocation_and_not_the_process()
    {
        await using var stack = await TestStack.StartAsync(
            TestStack.Quick with { FunctionTimeout = TimeSpan.FromSeconds(6) });
        var account = stack.Vend("no-response");
        using var silence = stack.Server.Faults.Inject(new Fault(FaultNames.Latency)
        {
            Service = SandboxVendor.Name,
            AccountId = account.Id,
            Delay = TimeSpan.FromMinutes(10),
        });
        stack.Deployment.Connect();
        stack.Announce(account);

        var outcome = await stack.WaitForOutcomeAsync(account.Id, "retry");
        await stack.WaitUntilIdleAsync();

        Assert.Contains("time ran out", outcome.Why, StringComparison.Ordinal);
        Assert.Equal((0, 0), (stack.Lifecycle.Counts.Timeouts, stack.Lifecycle.Counts.Crashes));
        stack.AssertProtected(account.Id);
    }

    /// <summary>
    /// Onboards a new account while the fault is active. Asserts that the fault occurred and that the account is
    /// protected.
    /// </summary>
    private async Task<NamedAccount> OnboardWithAsync(Func<NamedAccount, Fault> fault)
    {
        var account = Stack.Vend("during-an-outage");
        using var injected = Stack.Server.Faults.Inject(fault(account) with { Service = SandboxVendor.Name });

        Stack.Announce(account);
        await Stack.WaitUntilIdleAsync();
        await Stack.WaitForOutcomeAsync(account.Id, "onboarded");

        Assert.Equal(injected.Fault.Count, injected.Applied);
        Stack.AssertProtected(account.Id);
        return account;
    }
}
