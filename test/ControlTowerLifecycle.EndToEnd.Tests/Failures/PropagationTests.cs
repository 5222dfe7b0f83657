using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Deployment;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Failures;

public sealed class PropagationTests
{
    [Fact]
    public async Task Role_that_cannot_be_assumed_for_a_moment_is_waited_for()
    {
        await using var stack = await TestStack.StartAsync(Propagating(TimeSpan.FromSeconds(1.5)));
        var account = stack.Vend("a-moment");

        await stack.InvokeAsync(stack.Created(account).ToJson());

        Assert.NotEmpty(stack.Server.Vendor.Refusals);
        stack.AssertProtected(account.Id);
    }

    [Fact]
    public async Task Role_that_cannot_be_assumed_within_the_invocation_leads_to_one_connector()
    {
        await using var stack = await TestStack.StartConnectedAsync(
            Propagating(TimeSpan.FromSeconds(12)) with { FunctionTimeout = TimeSpan.FromSeconds(8) });
        var account = stack.Vend("longer");

        stack.Announce(account);
        await stack.WaitUntilIdleAsync();

        await stack.WaitForOutcomeAsync(account.Id, "retry");
        stack.AssertProtected(account.Id);
        Assert.Equal(1, stack.Server.AwsCalls.Count("CreateRole"));
    }

    private static DeploymentOptions Propagating(TimeSpan delay) =>
        TestStack.Quick with { Sandbox = TestStack.Quick.Sandbox with { RolePropagationDelay = delay } };
}
