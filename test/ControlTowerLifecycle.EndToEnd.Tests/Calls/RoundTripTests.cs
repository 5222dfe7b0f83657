using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Faults;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Calls;

public sealed class RoundTripTests
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(400);

    private static DeploymentOptions WithBothProtections => TestStack.Quick with
    {
        Variables = TestStack.Variable("PROTECTIONS", "workload-security,cloud-accounts"),
    };

    [Fact]
    public async Task Vended_account_takes_five_round_trips_in_a_cold_process()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);

        var trips = await RoundTripCounter.MeasureAsync(stack, Latency, 5, async () =>
        {
            stack.Lifecycle.KillAll();
            await stack.InvokeAsync(stack.Deployment.ControlTower.EnableGuardrail(stack.Production).ToJson());
            await OnboardAsync(stack);
        });

        Assert.InRange(trips, 1, 5);
    }

    [Fact]
    public async Task Vended_account_takes_five_round_trips_in_a_warm_process()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        await OnboardAsync(stack);

        var trips = await RoundTripCounter.MeasureAsync(stack, Latency, 5, () => OnboardAsync(stack));

        Assert.InRange(trips, 1, 5);
    }

    [Fact]
    public async Task Unchanged_account_takes_two_round_trips()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        var account = await OnboardAsync(stack);
        await stack.InvokeAsync(account);

        var trips = await RoundTripCounter.MeasureAsync(stack, Latency, 2, () => stack.InvokeAsync(account));

        Assert.InRange(trips, 1, 2);
    }

    [Fact]
    public async Task Vended_account_takes_seven_round_trips_with_both_protections_in_a_cold_process()
    {
        await using var stack = await TestStack.StartAsync(WithBothProtections);

        // Two protections need more processor time between two calls.
        var trips = await RoundTripCounter.MeasureAsync(stack, 2 * Latency, 7, async () =>
        {
            stack.Lifecycle.KillAll();
            await stack.InvokeAsync(stack.Deployment.ControlTower.EnableGuardrail(stack.Production).ToJson());
            await OnboardAsync(stack);
        });

        Assert.InRange(trips, 1, 7);
    }

    [Fact]
    public async Task Unchanged_account_takes_three_round_trips_with_both_protections()
    {
        await using var stack = await TestStack.StartAsync(WithBothProtections);
        var account = await OnboardAsync(stack);
        await stack.InvokeAsync(account);

        var trips = await RoundTripCounter.MeasureAsync(stack, Latency, 3, () => stack.InvokeAsync(account));

        Assert.InRange(trips, 1, 3);
    }

    [Fact]
    public async Task Batch_of_ten_accounts_takes_five_round_trips()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        await OnboardAsync(stack);

        var trips = await RoundTripCounter.MeasureAsync(stack, Latency, 5, () => stack.InvokeBatchAsync(
            Enumerable.Range(0, 10).Select(number => stack.Created(stack.Vend($"one-of-ten-{number}")).ToJson())));

        Assert.InRange(trips, 1, 5);
    }

    [Fact]
    public void Parallel_calls_count_once_and_sequential_calls_count_each()
    {
        var start = TimeProvider.System.GetUtcNow();
        CallRecord[] calls = [At(0), At(1), At(300), At(310), At(299), At(650)];

        Assert.Equal(3, RoundTrips.Of(calls, TimeSpan.FromMilliseconds(300)).Count);

        CallRecord At(int milliseconds) => new(
            start.AddMilliseconds(milliseconds), new SandboxCall("iam", "GetRole", null), "POST", "/", 200);
    }

    /// <returns>The event of the account, which is onboarded then.</returns>
    private static async Task<string> OnboardAsync(TestStack stack)
    {
        var account = stack.Vend("vended");
        var created = stack.Created(account).ToJson();
        await stack.InvokeAsync(created);
        stack.AssertProtected(account.Id);
        return created;
    }
}
