using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>The vendor cannot assume a new or changed role for some time.</summary>
public class RolePropagationTests : RegistrationTest
{
    [Fact]
    public async Task Registration_waits_for_a_role_that_propagates_within_the_window()
    {
        Vendor.RoleIsAssumable = _ => Tenant.Waited >= TimeSpan.FromSeconds(40);

        await RegisterAsync(JustMade);

        AssertOne(1);
        Assert.InRange(Tenant.Waited, TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(52));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10, 2)]
    [InlineData(30, 3)]
    public async Task Role_that_propagates_slowly_takes_few_calls(int seconds, int registrations)
    {
        Vendor.RoleIsAssumable = _ => Tenant.Waited >= TimeSpan.FromSeconds(seconds);

        await RegisterAsync(JustMade);

        Assert.Equal(registrations, Vendor.Count("POST awsconnectors"));

        // After the lead: by role and by account before the third registration, by role after it.
        Assert.Equal(seconds > 15 ? 3 : 0, Vendor.Count("POST awsconnectors/search"));
    }

    [Fact]
    public async Task Role_that_does_not_propagate_in_time_is_left_to_the_queue()
    {
        Vendor.RoleIsAssumable = _ => false;

        var failure = await FailureAsync(() => RegisterAsync(JustMade));

        Assert.Equal((400, FailureKind.Retryable), (failure.Status, failure.Kind));
        Assert.InRange(Tenant.Waited, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Refusal_is_thrown_at_once_if_the_role_is_unchanged()
    {
        Vendor.RoleIsAssumable = _ => false;

        await FailureAsync(() => RegisterAsync(Old));

        Assert.Equal(TimeSpan.Zero, Tenant.Waited);
    }

    [Fact]
    public async Task Registration_waits_for_a_role_that_this_run_changed()
    {
        Vendor.RoleIsAssumable = _ => Tenant.Waited > TimeSpan.Zero;

        await RegisterAsync(Old with { ChangedAt = Sample.Start });

        AssertOne(1);
    }

    [Fact]
    public async Task Retry_After_of_zero_does_not_remove_the_pause()
    {
        Vendor.RefuseNext(400, ("Retry-After", "0"));

        await RegisterAsync(JustMade);

        Assert.Equal(TimeSpan.FromSeconds(12), Tenant.Waited);
    }

    [Fact]
    public async Task Modification_waits_for_a_role_that_this_run_changed()
    {
        var connector = Vendor.Add("by hand", OtherArn);
        Vendor.RoleIsAssumable = _ => Tenant.Waited > TimeSpan.Zero;

        await Registration.ModifyAsync(new(connector.Id, Sample.Fields), Old with { ChangedAt = Sample.Start }, Token);

        Assert.Equal(Sample.RoleArn, Vendor.Connectors[0].RoleArn);
    }

    [Fact]
    public async Task Modification_of_a_missing_connector_fails_at_once()
    {
        var failure = await FailureAsync(() => Registration.ModifyAsync(new(9, Sample.Fields), JustMade, Token));

        Assert.Equal((404, FailureKind.Retryable), (failure.Status, failure.Kind));
        Assert.Equal(TimeSpan.Zero, Tenant.Waited);
    }

    [Fact]
    public async Task Deadline_ends_the_wait_for_a_role_with_the_vendor_s_last_response()
    {
        using var deadline = new CancellationTokenSource();
        Tenant.Time.AutoAdvance = false;
        Vendor.RoleIsAssumable = _ => false;
        var registering = Registration.RegisterAsync(Sample.Id, new(Sample.Fields), JustMade, deadline.Token);

        await deadline.CancelAsync();

        Assert.Equal(400, (await FailureAsync(() => registering)).Status);
    }
}
