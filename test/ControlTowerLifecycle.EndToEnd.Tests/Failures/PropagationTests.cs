using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Deployment;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Failures;

public sealed class PropagationTests
{
    [Fact]
    public async Task A_role_that_takes_a_moment_to_be_assumable_is_waited_for()
    {
        await using var stack = await TestStack.StartAsync(Propagating(TimeSpan.FromSeconds(1.5)));
        var account = stack.Vend("a-moment");

        await stack.InvokeAsync(stack.Created(account).ToJson());

        Assert.NotEmpty(stack.Server.Vendor.Refusals);
        stack.AssertProtected(account.Id);
    }

    [Fact]
    public async Task A_role_that_takes_longer_than_the_invocation_lasts_leads_to_one_connector()
    {
        await using var stack = await TestStack.StartConnectedAsync(
            Propagating(TimeSpan.FromSeconds(5)) with { FunctionTimeout = TimeSpan.FromSeconds(3) });
        var account = stack.Vend("longer");

        stack.Announce(account);
        await stack.QuietAsync();

        await stack.OutcomeAsync(account.Id, "retry");
        stack.AssertProtected(account.Id);
        Assert.Equal(1, stack.Server.AwsCalls.Count("CreateRole"));
    }

    private static DeploymentOptions Propagating(TimeSpan delay) =>
        TestStack.Quick with { Sandbox = TestStack.Quick.Sandbox with { RolePropagationDelay = delay } };
}
