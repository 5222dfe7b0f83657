using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Events;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Interruption;

/// <summary>
/// Two processes onboard one account at the same time. The vendor accepts a second connector without an error. Each
/// test holds calls until the other process has reached the intended point, so the overlap is certain.
/// </summary>
public sealed class ConcurrentOnboardingTests
{
    private const string Register = "POST /awsconnectors";

    [Fact]
    public async Task Both_processes_create_the_role_at_the_same_time()
    {
        await using var stack = await StartAsync();
        var account = stack.Vend("both-create-the-role");
        var barrier = new CallBarrier("CreateRole", 2);
        using var meeting = stack.Server.Faults.OnArrival(barrier.WaitForAllAsync);

        await AnnounceTwiceAsync(stack, account);

        Assert.Equal(2, barrier.Arrived);
        AssertProtectedOnce(stack, account);
    }

    [Fact]
    public async Task Second_process_starts_after_the_first_created_only_the_role()
    {
        await using var stack = await StartAsync();
        var account = stack.Vend("between-role-and-policy");
        var roleCreated = Signal();
        var roleObserved = Signal();
        var entered = 0;
        using var holdingSecond = stack.Server.Faults.OnArrival((call, token) => call.Operation switch
        {
            "AssumeRole" when Interlocked.Increment(ref entered) == 2 => roleCreated.Task.WaitAsync(token),
            _ => Task.CompletedTask,
        });
        using var holdingFirst = stack.Server.Faults.OnWrite((call, token) =>
        {
            if (call.Operation != "CreateRole")
                return Task.CompletedTask;
            roleCreated.TrySetResult();
            return roleObserved.Task.WaitAsync(token);
        });
        using var watching = stack.Server.Faults.OnArrival((call, _) =>
        {
            if (call.Operation == "ListAttachedRolePolicies" && roleCreated.Task.IsCompleted)
                roleObserved.TrySetResult();
            return Task.CompletedTask;
        });

        await AnnounceTwiceAsync(stack, account);

        Assert.Equal(2, entered);
        Assert.Equal(1, stack.Server.AwsCalls.Count("CreateRole"));
        AssertProtectedOnce(stack, account);
    }

    [Fact]
    public async Task Other_process_registers_before_the_creator_of_the_role()
    {
        await using var stack = await StartAsync();
        var account = stack.Vend("slow-creator");
        var registered = Signal();
        var requests = 0;
        using var holdingFirst = stack.Server.Faults.OnArrival((call, token) =>
            call.Operation == Register && Interlocked.Increment(ref requests) == 1
                ? registered.Task.WaitAsync(token)
                : Task.CompletedTask);
        using var watching = stack.Server.Faults.OnWrite((call, _) =>
        {
            if (call.Operation == Register)
                registered.TrySetResult();
            return Task.CompletedTask;
        });

        await AnnounceTwiceAsync(stack, account);

        Assert.Equal(2, requests);
        Assert.InRange(stack.Server.Vendor.Calls.Count("DELETE /awsconnectors/{id}"), 1, 2);
        AssertProtectedOnce(stack, account);
    }

    [Fact]
    public async Task Both_processes_register_on_an_existing_role_at_the_same_time()
    {
        await using var stack = await StartAsync();
        var account = stack.Vend("existing-role");
        await stack.InvokeAsync(stack.Created(account).ToJson());
        stack.ChangeRole(account.Id, role => role with { CreatedAt = role.CreatedAt.AddHours(-1) });
        Assert.True(stack.Server.Vendor.Connectors.Remove(stack.Server.Vendor.Connectors.Of(account.Id)[0].Id));
        var barrier = new CallBarrier(Register, 2);
        using var meeting = stack.Server.Faults.OnArrival(barrier.WaitForAllAsync);

        await AnnounceTwiceAsync(stack, account);

        Assert.Equal(2, barrier.Arrived);
        AssertProtectedOnce(stack, account);
    }

    [Fact]
    public async Task Both_processes_remove_the_same_duplicate_connector()
    {
        await using var stack = await StartAsync();
        var account = stack.Vend("duplicates");
        await stack.InvokeAsync(stack.Created(account).ToJson());
        var kept = stack.Server.Vendor.Connectors.Of(account.Id)[0];
        stack.Server.Vendor.Connectors.Add(id => kept with { Id = id });
        var barrier = new CallBarrier("DELETE /awsconnectors/{id}", 2);
        using var meeting = stack.Server.Faults.OnArrival(barrier.WaitForAllAsync);

        await AnnounceTwiceAsync(stack, account);

        Assert.Equal(2, barrier.Arrived);
        Assert.Equal(kept.Id, Assert.Single(stack.Server.Vendor.Connectors.Of(account.Id)).Id);
        AssertProtectedOnce(stack, account);
    }

    private static Task<TestStack> StartAsync() =>
        TestStack.StartAsync(TestStack.Quick with { MaximumConcurrency = 2, BatchSize = 1 });

    /// <summary>The mapping is connected last, so each of its two pollers receives one of the two messages.</summary>
    private static async Task AnnounceTwiceAsync(TestStack stack, NamedAccount account)
    {
        stack.Deployment.WorkQueue.Send(stack.Created(account).ToJson());
        stack.Deployment.WorkQueue.Send(stack.Created(account).ToJson());
        stack.Deployment.Connect();
        await stack.WaitUntilIdleAsync();
        Assert.Equal(2, stack.Lifecycle.Counts.Environments);
    }

    private static void AssertProtectedOnce(TestStack stack, NamedAccount account)
    {
        stack.AssertProtected(account.Id);
        Assert.Equal(0, stack.Lifecycle.Counts.Errors);
        Assert.Equal(0, stack.Deployment.DeadLetters.Counts.Visible);
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
