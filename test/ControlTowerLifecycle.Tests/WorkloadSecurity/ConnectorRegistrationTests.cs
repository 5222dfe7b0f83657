using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>
/// Who registers, who gives way, and who looks back. Two runs at once: see <see cref="ConcurrentRunsTests"/>.
/// </summary>
public class ConnectorRegistrationTests : RegistrationTest
{
    [Fact]
    public async Task The_maker_of_the_role_registers_with_one_call()
    {
        await RegisterAsync(JustMade);

        Assert.Equal([Register], Vendor.Calls);
        AssertOne(1);
    }

    [Fact]
    public async Task A_run_that_found_an_old_role_looks_back_without_waiting()
    {
        await RegisterAsync(Old);

        Assert.Equal([Register, Search], Vendor.Calls);
        Assert.Equal(TimeSpan.Zero, Tenant.Waited);
    }

    [Fact]
    public async Task A_run_that_found_a_young_role_gives_way_to_its_maker()
    {
        Vendor.Gate = call =>
        {
            // The maker registers at the last moment of its lead.
            if (call == Search && Vendor.Connectors.Count == 0)
                Vendor.Add(Sample.ConnectorName, Sample.RoleArn);
            return Task.CompletedTask;
        };

        await RegisterAsync(Old with { CreatedAt = Sample.Start });

        Assert.Equal(TimeSpan.FromSeconds(7), Tenant.Waited);
        Assert.Equal(0, Vendor.Count(Register));
        AssertOne(1);
    }

    [Fact]
    public async Task Clock_behind_that_of_IAM_does_not_make_the_wait_for_the_maker_longer()
    {
        await RegisterAsync(Old with { CreatedAt = Sample.Start.AddHours(1) });

        Assert.Equal(TimeSpan.FromSeconds(7), Tenant.Waited);
        Assert.Equal([Search, Register, Search], Vendor.Calls);
    }

    [Fact]
    public async Task A_run_that_gave_way_to_nobody_registers()
    {
        await RegisterAsync(Old with { CreatedAt = Sample.Start });

        Assert.Equal([Search, Register, Search], Vendor.Calls);
        AssertOne(1);
    }

    [Fact]
    public async Task A_maker_that_took_its_whole_lead_looks_back()
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
    public async Task A_maker_within_its_lead_does_not()
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
    public async Task A_slow_maker_removes_the_connector_of_one_that_did_not_wait_so_long()
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
