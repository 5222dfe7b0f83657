using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Failures;

public sealed class ExternalIdTests
{
    [Fact]
    public async Task A_connector_with_an_ID_of_its_own_takes_the_tenant_s_and_is_never_shut_out()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        var account = stack.Vend(InitialState.OldExternalId);
        var connectors = stack.Server.Vendor.Connectors;
        connectors.Replace(connectors.Of(account.Id)[0] with { OwnExternalId = "the-one-of-last-year" });

        await stack.InvokeAsync(stack.Created(account).ToJson());

        stack.AssertProtected(account.Id);
        Assert.Null(Assert.Single(connectors.Of(account.Id)).OwnExternalId);
        Assert.Empty(stack.Server.Vendor.Refusals);
    }

    [Fact]
    public async Task A_tenant_s_ID_that_changes_while_a_process_is_warm_is_asked_for_again_after_a_refusal()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick with
        {
            FunctionTimeout = TimeSpan.FromSeconds(3),
            MaximumConcurrency = 2,
            MaxReceiveCount = 100,
        });
        await stack.InvokeAsync(stack.Created(stack.Vend("before")).ToJson());
        stack.Server.Vendor.ChangeExternalId();
        var account = stack.Vend("after");

        stack.Announce(account);
        await stack.QuietAsync();

        stack.AssertProtected(account.Id);
        Assert.Equal(1, stack.Lifecycle.Counts.Environments);
    }
}
