using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;

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
        Assert.InRange(Tenant.Waited, TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(53));
    }

    /// <summary>The search of the observation is one call more.</summary>
    [Theory]
    [InlineData(0.0, 20, 0.0)]
    [InlineData(1.0, 23, 2.5)]
    [InlineData(5.0, 25, 6.5)]
    [InlineData(10.0, 25, 10.5)]
    public async Task Accounts_of_one_process_take_one_to_two_registrations_and_soon_wait_no_longer_than_needed(
        double seconds, int mostRegistrations, double longestWait)
    {
        var (created, waited) = (DateTimeOffset.MinValue, TimeSpan.Zero);
        Vendor.RoleIsAssumable = _ => Tenant.Time.GetUtcNow() - created >= TimeSpan.FromSeconds(seconds);
        for (var account = 0; account < 20; account++)
        {
            Vendor.Connectors.Clear();
            created = Tenant.Time.GetUtcNow();
            var before = Vendor.Count("POST awsconnectors");

            await new ConnectorRegistration(Tenant.Api, Tenant.Time, created, Readiness)
                .RegisterAsync(Sample.Id, new(Sample.Fields), new RoleHistory(CreatedByThisRun: true, created, created), Token);

            waited = Tenant.Time.GetUtcNow() - created;
            Assert.InRange(Vendor.Count("POST awsconnectors") - before, 1, 2);
        }

        Assert.InRange(Vendor.Count("POST awsconnectors"), 20, mostRegistrations);
        Assert.Equal(0, Vendor.Count("POST awsconnectors/search"));
        Assert.InRange(waited.TotalSeconds, seconds, longestWait);
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

        Assert.Equal(RoleReadiness.FirstPause, Tenant.Waited);
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
