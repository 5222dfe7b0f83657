using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>
/// Which run registers, which one waits, and which one searches again. <see cref="ConcurrentRunsTests"/> has concurrent
/// runs.
/// </summary>
public class ConnectorRegistrationTests : RegistrationTest
{
    [Fact]
    public async Task Run_that_created_the_role_registers_with_one_call()
    {
        await RegisterAsync(JustMade);

        Assert.Equal([Register], Vendor.Calls);
        AssertOne(1);
    }

    [Fact]
    public async Task Run_that_found_an_old_role_searches_after_registering_without_waiting()
    {
        await RegisterAsync(Old);

        Assert.Equal([Register, Search], Vendor.Calls);
        Assert.Equal(TimeSpan.Zero, Tenant.Waited);
    }

    [Fact]
    public async Task Run_that_found_a_new_role_waits_for_the_run_that_created_it()
    {
        Vendor.Gate = call =>
        {
            // The run that created the role registers at the end of its lead.
            if (call == Search && Vendor.Connectors.Count == 0)
                Vendor.Add(Sample.ConnectorName, Sample.RoleArn);
            return Task.CompletedTask;
        };

        await RegisterAsync(Old with { CreatedAt = Sample.Start });

        Assert.Equal(TimeSpan.FromSeconds(17), Tenant.Waited);
        Assert.Equal(0, Vendor.Count(Register));
        AssertOne(1);
    }

    [Fact]
    public async Task Clock_behind_that_of_IAM_does_not_make_the_wait_for_the_maker_longer()
    {
        await RegisterAsync(Old with { CreatedAt = Sample.Start.AddHours(1) });

        Assert.Equal(TimeSpan.FromSeconds(17), Tenant.Waited);
        Assert.Equal([Search, Register, Search], Vendor.Calls);
    }

    [Fact]
    public async Task Run_that_waited_registers_if_no_other_run_did()
    {
        await RegisterAsync(Old with { CreatedAt = Sample.Start });

        Assert.Equal([Search, Register, Search], Vendor.Calls);
        AssertOne(1);
    }

    [Fact]
    public async Task Run_that_used_its_whole_lead_searches_after_registering()
    {
        Vendor.Gate = call =>
        {
            if (call == Register)
                Tenant.Time.Advance(ConnectorRegistration.Lead);
            return Task.CompletedTask;
        };

        await RegisterAsync(JustMade);

        Assert.Equal([Register, Search], Vendor.Calls);
    }

    [Fact]
    public async Task Run_within_its_lead_does_not_search_after_registering()
    {
        Vendor.Gate = _ =>
        {
            Tenant.Time.Advance(ConnectorRegistration.Lead - TimeSpan.FromTicks(1));
            return Task.CompletedTask;
        };

        await RegisterAsync(JustMade);

        Assert.Equal([Register], Vendor.Calls);
    }

    [Fact]
    public async Task Slow_run_keeps_the_connector_of_a_faster_run()
    {
        Vendor.Gate = call =>
        {
            if (call == Register)
            {
                Vendor.Add(Sample.ConnectorName, Sample.RoleArn);
                Tenant.Time.Advance(TimeSpan.FromMinutes(1));
            }

            return Task.CompletedTask;
        };

        await RegisterAsync(JustMade);

        AssertOne(1);
    }
}
