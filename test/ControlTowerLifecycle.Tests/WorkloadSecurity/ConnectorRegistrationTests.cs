using ControlTowerLifecycle.Failures;
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
    public async Task Run_that_found_an_old_role_searches_before_and_after_registering_without_waiting()
    {
        await RegisterAsync(Old);

        Assert.Equal([Search, Register, Search], Vendor.Calls);
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
        Assert.Equal([Search, Search, Register, Search], Vendor.Calls);
    }

    [Fact]
    public async Task Run_that_waited_registers_if_no_other_run_did()
    {
        await RegisterAsync(Old with { CreatedAt = Sample.Start });

        Assert.Equal([Search, Search, Register, Search], Vendor.Calls);
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

    [Fact]
    public async Task Connector_without_account_id_on_an_existing_role_is_adopted()
    {
        Vendor.Add(Sample.ConnectorName, Sample.RoleArn, account: "");

        await RegisterAsync(Old);

        Assert.Equal([Search], Vendor.Calls);
        Assert.Single(Vendor.Connectors);
    }

    [Fact]
    public async Task Search_by_role_that_the_vendor_refuses_leaves_the_search_by_account()
    {
        Vendor.SearchesByRole = false;

        await RegisterAsync(Old);

        Assert.Equal([Search, Register, Search, Search], Vendor.Calls);
        AssertOne(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("444455556666")]
    public async Task Run_that_was_frozen_for_longer_than_the_lead_looks_again_before_it_registers(string account)
    {
        Vendor.Add(Sample.ConnectorName, Sample.RoleArn, account: account);
        Tenant.Time.Advance(ConnectorRegistration.Lead + TimeSpan.FromTicks(1));

        await RegisterAsync(JustMade);

        Assert.Equal(0, Vendor.Count(Register));
        Assert.Single(Vendor.Connectors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_that_continues_after_the_end_of_its_invocation_registers_nothing(bool createdTheRole)
    {
        Tenant.End.Set(Sample.Start.AddSeconds(5));
        Tenant.Time.Advance(TimeSpan.FromSeconds(5));

        var failure = await FailureAsync(() => RegisterAsync(createdTheRole ? JustMade : Old));

        Assert.Equal((FailureKind.Retryable, 0), (failure.Kind, Vendor.Count(Register)));
        Assert.Equal("POST /awsconnectors was not called: the invocation is over", failure.Message);
    }

    [Fact]
    public async Task Run_registers_until_the_end_of_its_invocation()
    {
        Tenant.End.Set(Sample.Start.AddTicks(1));

        await RegisterAsync(JustMade);

        Assert.Equal(1, Vendor.Count(Register));
    }

    [Fact]
    public async Task Observation_as_old_as_the_lead_is_relied_on()
    {
        Tenant.Time.Advance(ConnectorRegistration.Lead);

        await RegisterAsync(JustMade);

        Assert.Equal([Register, Search], Vendor.Calls);
    }

    [Fact]
    public async Task Run_whose_every_look_is_too_old_when_its_turn_comes_stops_with_a_retryable_failure()
    {
        Vendor.Gate = call =>
        {
            Tenant.Time.Advance(ConnectorRegistration.Lead + TimeSpan.FromSeconds(1));
            return Task.CompletedTask;
        };
        Tenant.Time.Advance(ConnectorRegistration.Lead + TimeSpan.FromSeconds(1));

        var failure = await FailureAsync(() => RegisterAsync(JustMade));

        Assert.Equal((FailureKind.Retryable, 0), (failure.Kind, Vendor.Count(Register)));
        Assert.Contains("the account may have changed since it was observed", failure.Message, StringComparison.Ordinal);
    }
}
