using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Events;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Interruption;

/// <summary>
/// Two processes work on one account at once, and the vendor makes a second connector without a word. Each scenario
/// holds calls until the other process is where it is to be, so that they overlap for certain.
/// </summary>
public sealed class ConcurrentOnboardingTests
{
    private const string Register = "POST /awsconnectors";

    [Fact]
    public async Task Both_find_nothing_and_both_make_the_role()
    {
        await using var stack = await StartAsync();
        var account = stack.Vend("both-make-the-role");
        var barrier = new CallBarrier("CreateRole", 2);
        using var meeting = stack.Server.Faults.OnArrival(barrier.MeetAsync);

        await AnnounceTwiceAsync(stack, account);

        Assert.Equal(2, barrier.Arrived);
        AssertOneOfEach(stack, account);
    }

    [Fact]
    public async Task The_second_comes_when_the_first_has_made_the_role_and_nothing_else()
    {
        await using var stack = await StartAsync();
        var account = stack.Vend("between-role-and-policy");
        var made = Signal();
        var looked = Signal();
        var entered = 0;
        using var holdingSecond = stack.Server.Faults.OnArrival((call, token) => call.Operation switch
        {
            "AssumeRole" when Interlocked.Increment(ref entered) == 2 => made.Task.WaitAsync(token),
            _ => Task.CompletedTask,
        });
        using var holdingFirst = stack.Server.Faults.OnWrite((call, token) =>
        {
            if (call.Operation != "CreateRole")
                return Task.CompletedTask;
            made.TrySetResult();
            return looked.Task.WaitAsync(token);
        });
        using var seeing = stack.Server.Faults.OnArrival((call, _) =>
        {
            if (call.Operation == "ListAttachedRolePolicies" && made.Task.IsCompleted)
                looked.TrySetResult();
            return Task.CompletedTask;
        });

        await AnnounceTwiceAsync(stack, account);

        Assert.Equal(2, entered);
        Assert.Equal(1, stack.Server.AwsCalls.Count("CreateRole"));
        AssertOneOfEach(stack, account);
    }

    [Fact]
    public async Task The_maker_of_the_role_is_so_slow_that_the_other_registers_first()
    {
        await using var stack = await StartAsync();
        var account = stack.Vend("slow-maker");
        var registered = Signal();
        var asked = 0;
        using var holdingFirst = stack.Server.Faults.OnArrival((call, token) =>
            call.Operation == Register && Interlocked.Increment(ref asked) == 1
                ? registered.Task.WaitAsync(token)
                : Task.CompletedTask);
        using var seeing = stack.Server.Faults.OnWrite((call, _) =>
        {
            if (call.Operation == Register)
                registered.TrySetResult();
            return Task.CompletedTask;
        });

        await AnnounceTwiceAsync(stack, account);

        Assert.Equal(2, asked);
        Assert.InRange(stack.Server.Vendor.Calls.Count("DELETE /awsconnectors/{id}"), 1, 2);
        AssertOneOfEach(stack, account);
    }

    [Fact]
    public async Task Neither_made_the_role_and_both_register_at_once()
    {
        await using var stack = await StartAsync();
        var account = stack.Vend("role-of-old");
        await stack.InvokeAsync(stack.Created(account).ToJson());
        stack.ChangeRole(account.Id, role => role with { CreatedAt = role.CreatedAt.AddHours(-1) });
        Assert.True(stack.Server.Vendor.Connectors.Remove(stack.Server.Vendor.Connectors.Of(account.Id)[0].Id));
        var barrier = new CallBarrier(Register, 2);
        using var meeting = stack.Server.Faults.OnArrival(barrier.MeetAsync);

        await AnnounceTwiceAsync(stack, account);

        Assert.Equal(2, barrier.Arrived);
        AssertOneOfEach(stack, account);
    }

    [Fact]
    public async Task Both_see_the_twins_and_both_remove_the_same_one()
    {
        await using var stack = await StartAsync();
        var account = stack.Vend("twins");
        await stack.InvokeAsync(stack.Created(account).ToJson());
        var kept = stack.Server.Vendor.Connectors.Of(account.Id)[0];
        stack.Server.Vendor.Connectors.Add(id => kept with { Id = id });
        var barrier = new CallBarrier("DELETE /awsconnectors/{id}", 2);
        using var meeting = stack.Server.Faults.OnArrival(barrier.MeetAsync);

        await AnnounceTwiceAsync(stack, account);

        Assert.Equal(2, barrier.Arrived);
        Assert.Equal(kept.Id, Assert.Single(stack.Server.Vendor.Connectors.Of(account.Id)).Id);
        AssertOneOfEach(stack, account);
    }

    private static Task<TestStack> StartAsync() =>
        TestStack.StartAsync(TestStack.Quick with { MaximumConcurrency = 2, BatchSize = 1 });

    /// <summary>The mapping comes last: each of its two pollers finds one of the two messages.</summary>
    private static async Task AnnounceTwiceAsync(TestStack stack, NamedAccount account)
    {
        stack.Deployment.WorkQueue.Send(stack.Created(account).ToJson());
        stack.Deployment.WorkQueue.Send(stack.Created(account).ToJson());
        stack.Deployment.Connect();
        await stack.QuietAsync();
        Assert.Equal(2, stack.Lifecycle.Counts.Environments);
    }

    private static void AssertOneOfEach(TestStack stack, NamedAccount account)
    {
        stack.AssertProtected(account.Id);
        Assert.Equal(0, stack.Lifecycle.Counts.Errors);
        Assert.Equal(0, stack.Deployment.DeadLetters.Counts.Visible);
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
