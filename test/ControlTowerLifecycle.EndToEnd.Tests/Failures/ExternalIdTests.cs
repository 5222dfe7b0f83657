using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Failures;

public sealed class ExternalIdTests
{
    [Fact]
    public async Task Connector_with_its_own_external_ID_takes_the_ID_of_the_tenant_without_a_refused_access()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        var account = stack.Vend(InitialState.OldExternalId);
        var connectors = stack.Server.Vendor.Connectors;
        connectors.Replace(connectors.Of(account.Id)[0] with { OwnExternalId = "previous-external-id" });

        await stack.InvokeAsync(stack.Created(account).ToJson());

        stack.AssertProtected(account.Id);
        Assert.Null(Assert.Single(connectors.Of(account.Id)).OwnExternalId);
        Assert.Empty(stack.Server.Vendor.Refusals);
    }

    [Fact]
    public async Task External_ID_is_read_again_after_a_refusal_in_a_warm_process()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick with
        {
            FunctionTimeout = TimeSpan.FromSeconds(8),
            MaximumConcurrency = 2,
            MaxReceiveCount = 100,
        });
        await stack.InvokeAsync(stack.Created(stack.Vend("before")).ToJson());
        stack.Server.Vendor.ChangeExternalId();
        var account = stack.Vend("after");

        stack.Announce(account);
        await stack.WaitUntilIdleAsync();

        stack.AssertProtected(account.Id);
        Assert.Equal(1, stack.Lifecycle.Counts.Environments);
    }
}
