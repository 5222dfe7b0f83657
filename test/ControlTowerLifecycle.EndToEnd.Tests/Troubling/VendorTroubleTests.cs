using System.Net;
using ControlTowerLifecycle.EndToEnd.Tests.Running;
using ControlTowerLifecycle.EndToEnd.Tests.Vending;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Vendor;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Troubling;

public sealed class VendorTroubleTests(ListeningStack listening) : IClassFixture<ListeningStack>
{
    private TestStack Stack => listening.Stack;

    /// <summary>The timer of another process may fire a tick before this one's clock says so.</summary>
    private static readonly TimeSpan TimerResolution = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task A_vendor_that_throttles_is_asked_again_within_the_invocation()
    {
        var account = await OnboardWithAsync(one => new Fault(FaultNames.Throttle) { AccountId = one.Id, Count = 2 });

        Assert.Equal(["onboarded"], await Stack.WordsAsync(account.Id, 1));
    }

    [Fact]
    public async Task A_vendor_that_names_a_wait_is_not_asked_before_it_is_over()
    {
        var wait = TimeSpan.FromSeconds(1);

        var account = await OnboardWithAsync(
            one => new Fault(FaultNames.Throttle) { AccountId = one.Id, RetryAfter = wait });

        var calls = Stack.Server.Vendor.Calls.Records.Where(call => call.Call.AccountId == account.Id)
            .OrderBy(call => call.At).ToList();
        Assert.Equal((429, 200), (calls[0].Status, calls[1].Status));
        Assert.True(calls[1].At - calls[0].At >= wait - TimerResolution, $"{calls[1].At - calls[0].At}");
        Assert.Equal(["onboarded"], await Stack.WordsAsync(account.Id, 1));
    }

    [Fact]
    public async Task A_wait_that_is_too_long_for_an_invocation_is_left_to_the_queue()
    {
        var account = await OnboardWithAsync(one => new Fault(FaultNames.Throttle)
        {
            AccountId = one.Id,
            RetryAfter = TimeSpan.FromSeconds(9),
        });

        Assert.Equal(["retry", "onboarded"], await Stack.WordsAsync(account.Id, 2));
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task A_vendor_that_fails_once_is_asked_again_within_the_invocation(HttpStatusCode status)
    {
        var account = await OnboardWithAsync(one => new Fault(FaultNames.Error)
        {
            AccountId = one.Id,
            Operation = "POST /awsconnectors/search",
            Status = status,
        });

        Assert.Equal(["onboarded"], await Stack.WordsAsync(account.Id, 1));
    }

    [Fact]
    public async Task An_outage_of_the_vendor_is_left_to_the_queue()
    {
        var account = await OnboardWithAsync(one => new Fault(FaultNames.Error) { AccountId = one.Id, Count = 4 });

        Assert.Equal(["retry", "onboarded"], await Stack.WordsAsync(account.Id, 2));
    }

    [Theory]
    [InlineData("POST /awsconnectors/search")]
    [InlineData("POST /awsconnectors")]
    public async Task A_connection_that_breaks_before_the_deed_leads_to_one_connector(string operation)
    {
        var account = await OnboardWithAsync(
            one => new Fault(FaultNames.Reset) { AccountId = one.Id, Operation = operation });

        Assert.Equal("onboarded", Stack.Outcomes(account.Id)[^1].Outcome);
    }

    [Theory]
    [InlineData(FaultNames.Throttle)]
    [InlineData(FaultNames.Error)]
    [InlineData(FaultNames.Reset)]
    [InlineData(FaultNames.ResetAfter)]
    public async Task A_registration_in_trouble_leads_to_one_connector(string fault) =>
        await OnboardWithAsync(one => new Fault(fault) { AccountId = one.Id, Operation = "POST /awsconnectors" });

    [Fact]
    public async Task A_vendor_that_does_not_answer_costs_one_invocation_and_not_the_process()
    {
        await using var stack = await TestStack.StartAsync(
            TestStack.Quick with { FunctionTimeout = TimeSpan.FromSeconds(2) });
        var account = stack.Vend("no-answer");
        using var silence = stack.Server.Faults.Inject(new Fault(FaultNames.Latency)
        {
            Service = SandboxVendor.Name,
            AccountId = account.Id,
            Delay = TimeSpan.FromMinutes(10),
        });
        stack.Deployment.Connect();
        stack.Announce(account);

        var outcome = await stack.OutcomeAsync(account.Id, "retry");
        await stack.QuietAsync();

        Assert.Contains("time ran out", outcome.Why, StringComparison.Ordinal);
        Assert.Equal((0, 0), (stack.Lifecycle.Counts.Timeouts, stack.Lifecycle.Counts.Crashes));
        stack.AssertProtected(account.Id);
    }

    /// <summary>
    /// Onboards a new account while the fault is in force; the account ends protected and the fault did strike.
    /// </summary>
    private async Task<NamedAccount> OnboardWithAsync(Func<NamedAccount, Fault> fault)
    {
        var account = Stack.Vend("in-trouble");
        using var injected = Stack.Server.Faults.Inject(fault(account) with { Service = SandboxVendor.Name });

        Stack.Announce(account);
        await Stack.QuietAsync();
        await Stack.OutcomeAsync(account.Id, "onboarded");

        Assert.Equal(injected.Fault.Count, injected.Applied);
        Stack.AssertProtected(account.Id);
        return account;
    }
}
