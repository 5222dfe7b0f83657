using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Onboarding;

public sealed class RedeliveryTests(ConnectedStack listening) : IClassFixture<ConnectedStack>
{
    private TestStack Stack => listening.Stack;

    [Fact]
    public async Task An_event_that_comes_again_later_writes_nothing()
    {
        var account = Stack.Vend("again");
        var created = Stack.Created(account);
        Stack.Deployment.Bus.Put(created);
        await Stack.QuietAsync();
        var before = Stack.Server.Snapshot();
        var mark = Stack.Mark();

        Stack.Deployment.Bus.Put(created);
        await Stack.QuietAsync();

        Assert.NotEmpty(mark.Calls);
        Assert.Empty(mark.Writes);
        Assert.Empty(Stack.Server.Snapshot().ChangesSince(before));
    }

    [Fact]
    public async Task An_event_that_the_bus_delivers_twice_leads_to_one_role_and_one_connector()
    {
        var account = Stack.Vend("twice-by-bus");
        Stack.Deployment.Bus.Faults.DuplicateNext(1);

        Stack.Announce(account);
        await Stack.QuietAsync();

        Stack.AssertProtected(account.Id);
        Assert.All(
            await Stack.WordsAsync(account.Id, 2), word => Assert.True(word is "onboarded" or "unchanged", word));
    }

    [Fact]
    public async Task A_message_that_the_queue_delivers_twice_leads_to_one_role_and_one_connector()
    {
        var account = Stack.Vend("twice-by-queue");
        Stack.Deployment.WorkQueue.Faults.DuplicateNext(1);

        Stack.Announce(account);
        await Stack.QuietAsync();

        Stack.AssertProtected(account.Id);
        Assert.All(
            await Stack.WordsAsync(account.Id, 2), word => Assert.True(word is "onboarded" or "unchanged", word));
    }

    [Fact]
    public async Task Events_that_arrive_in_the_wrong_order_lead_to_one_role_and_one_connector_each()
    {
        var first = Stack.Vend("first");
        var second = Stack.Vend("second");
        Stack.Deployment.Bus.Faults.ReorderNext(2);
        Stack.Deployment.WorkQueue.Faults.Reorder = true;

        Stack.Announce(first);
        Stack.Deployment.Bus.Put(Stack.Updated(first));
        Stack.Announce(second);
        Stack.Deployment.Bus.Put(Stack.Updated(second));
        await Stack.QuietAsync();
        Stack.Deployment.WorkQueue.Faults.Reorder = false;

        Stack.AssertProtected(first.Id, second.Id);
    }

    [Fact]
    public async Task Two_events_of_one_account_in_one_batch_are_worked_on_in_turn()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        var account = stack.Vend("in-one-batch");
        var created = stack.Created(account).ToJson();
        var mark = stack.Mark();

        await stack.InvokeBatchAsync(created, created);
        await stack.OutcomeAsync(account.Id, "unchanged");

        stack.AssertProtected(account.Id);
        Assert.Equal(
            ["iam CreateRole", "iam PutRolePolicy", "workload-security POST /awsconnectors"],
            [.. mark.Writes.Select(write => write[..^(account.Id.Length + 1)])]);
    }
}
