using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>A role that was just made or changed refuses the vendor for a while.</summary>
public class RolePropagationTests : RegistrationTest
{
    [Fact]
    public async Task A_role_that_propagates_within_the_window_is_waited_for()
    {
        Vendor.RoleIsAssumable = _ => Tenant.Waited >= TimeSpan.FromSeconds(40);

        await RegisterAsync(JustMade);

        AssertOne(1);
        Assert.InRange(Tenant.Waited, TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(48));
    }

    [Fact]
    public async Task A_role_that_does_not_is_left_to_the_queue()
    {
        Vendor.RoleIsAssumable = _ => false;

        var failure = await FailureAsync(() => RegisterAsync(JustMade));

        Assert.Equal((400, FailureKind.Retryable), (failure.Status, failure.Kind));
        Assert.InRange(Tenant.Waited, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_refusal_is_not_put_down_to_a_role_that_nobody_changed()
    {
        Vendor.RoleIsAssumable = _ => false;

        await FailureAsync(() => RegisterAsync(Old));

        Assert.Equal(TimeSpan.Zero, Tenant.Waited);
    }

    [Fact]
    public async Task A_refusal_is_put_down_to_a_role_that_this_run_changed()
    {
        Vendor.RoleIsAssumable = _ => Tenant.Waited > TimeSpan.Zero;

        await RegisterAsync(Old with { ChangedAt = Sample.Start });

        AssertOne(1);
    }

    [Fact]
    public async Task A_Retry_After_of_no_time_is_no_leave_to_ask_without_a_pause()
    {
        Vendor.RefuseNext(400, ("Retry-After", "0"));

        await RegisterAsync(JustMade);

        Assert.Equal(TimeSpan.FromSeconds(1), Tenant.Waited);
    }

    [Fact]
    public async Task Modifying_waits_for_a_role_that_this_run_changed()
    {
        var connector = Vendor.Add("by hand", OtherArn);
        Vendor.RoleIsAssumable = _ => Tenant.Waited > TimeSpan.Zero;

        await Registration.ModifyAsync(new(connector.Id, Sample.Fields), Old with { ChangedAt = Sample.Start }, Token);

        Assert.Equal(Sample.RoleArn, Vendor.Connectors[0].RoleArn);
    }

    [Fact]
    public async Task Modifying_a_connector_that_is_gone_is_not_waited_for()
    {
        var failure = await FailureAsync(() => Registration.ModifyAsync(new(9, Sample.Fields), JustMade, Token));

        Assert.Equal((404, FailureKind.Retryable), (failure.Status, failure.Kind));
        Assert.Equal(TimeSpan.Zero, Tenant.Waited);
    }

    [Fact]
    public async Task The_deadline_ends_the_wait_for_a_role()
    {
        using var deadline = new CancellationTokenSource();
        Tenant.Time.AutoAdvance = false;
        Vendor.RoleIsAssumable = _ => false;
        var registering = Registration.RegisterAsync(Sample.Id, new(Sample.Fields), JustMade, deadline.Token);

        await deadline.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => registering);
    }
}
