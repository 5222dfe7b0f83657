using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Onboarding;

public sealed class RedeliveryTests(ConnectedStack connected) : IClassFixture<ConnectedStack>
{
    private TestStack Stack => connected.Stack;

    [Fact]
    public async Task Event_redelivered_later_writes_nothing()
    {
        var account = Stack.Vend("again");
        var created = Stack.Created(account);
        Stack.Deployment.Bus.Put(created);
        await Stack.WaitUntilIdleAsync();
        var before = Stack.Server.Snapshot();
        var calls = Stack.RecordCalls();

        Stack.Deployment.Bus.Put(created);
        await Stack.WaitUntilIdleAsync();

        Assert.NotEmpty(calls.All);
        Assert.Empty(calls.Writes);
        Assert.Empty(Stack.Server.Snapshot().ChangesSince(before));
    }

    [Fact]
    public async Task Event_delivered_twice_by_the_bus_leads_to_one_role_and_one_connector()
    {
        var account = Stack.Vend("twice-by-bus");
        Stack.Deployment.Bus.Faults.DuplicateNext(1);

        Stack.Announce(account);
        await Stack.WaitUntilIdleAsync();

        Stack.AssertProtected(account.Id);
        Assert.All(
            await Stack.WaitForOutcomesAsync(account.Id, 2),
            outcome => Assert.True(outcome is "onboarded" or "unchanged", outcome));
    }

    [Fact]
    public async Task Message_delivered_twice_by_the_queue_leads_to_one_role_and_one_connector()
    {
        var account = Stack.Vend("twice-by-queue");
        Stack.Deployment.WorkQueue.Faults.DuplicateNext(1);

        Stack.Announce(account);
        await Stack.WaitUntilIdleAsync();

        Stack.AssertProtected(account.Id);
        Assert.All(
            await Stack.WaitForOutcomesAsync(account.Id, 2),
            outcome => Assert.True(outcome is "onboarded" or "unchanged", outcome));
    }

    [Fact]
    public async Task Reordered_events_lead_to_one_role_and_one_connector_per_account()
    {
        var first = Stack.Vend("first");
        var second = Stack.Vend("second");
        Stack.Deployment.Bus.Faults.ReorderNext(2);
        Stack.Deployment.WorkQueue.Faults.Reorder = true;

        Stack.Announce(first);
        Stack.Deployment.Bus.Put(Stack.Updated(first));
        Stack.Announce(second);
        Stack.Deployment.Bus.Put(Stack.Updated(second));
        await Stack.WaitUntilIdleAsync();
        Stack.Deployment.WorkQueue.Faults.Reorder = false;

        Stack.AssertProtected(first.Id, second.Id);
    }

    [Fact]
    public async Task Two_events_of_one_account_in_one_batch_run_one_after_the_other()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        var account = stack.Vend("in-one-batch");
        var created = stack.Created(account).ToJson();
        var calls = stack.RecordCalls();

        await stack.InvokeBatchAsync(created, created);
        await stack.WaitForOutcomeAsync(account.Id, "unchanged");

        stack.AssertProtected(account.Id);
        Assert.Equal(
            ["iam CreateRole", "iam PutRolePolicy", "workload-security POST /awsconnectors"],
            [.. calls.Writes.Select(write => write[..^(account.Id.Length + 1)])]);
    }
}
