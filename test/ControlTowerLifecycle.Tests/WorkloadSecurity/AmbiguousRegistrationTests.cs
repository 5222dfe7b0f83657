using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>A failed call can have registered the account, or another run or team registered it first.</summary>
public class AmbiguousRegistrationTests : RegistrationTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Registration_with_a_lost_response_is_found(bool createdByThisRun)
    {
        Vendor.LoseNextResponse();

        await RegisterAsync(createdByThisRun ? JustMade : Old);

        Assert.Equal(1, Vendor.Count(Register));
        AssertOne(1);
    }

    [Fact]
    public async Task Registration_that_takes_effect_after_its_failure_leaves_no_duplicate()
    {
        Vendor.RefuseNext(500);
        Vendor.Script(register =>
        {
            Vendor.Add(Sample.ConnectorName, Sample.RoleArn);
            return register();
        });

        await RegisterAsync(JustMade);

        Assert.True(Tenant.Waited < ConnectorRegistration.Lead);
        AssertOne(1);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(409)]
    public async Task Failure_without_a_registration_is_left_to_the_queue_if_the_role_is_old(int status)
    {
        Vendor.RefuseNext(status);

        Assert.Equal(status, (await FailureAsync(() => RegisterAsync(Old))).Status);

        Assert.Equal([Register, Search], Vendor.Calls);
    }

    [Fact]
    public async Task Registration_is_not_searched_for_after_429_which_registers_nothing()
    {
        foreach (var _ in Enumerable.Range(0, 3))
            Vendor.RefuseNext(429);

        await RegisterAsync(JustMade);

        // The pauses took longer than the lead, so the run looks once after it has registered.
        Assert.Equal([Register, Register, Register, Register, Search], Vendor.Calls);
        AssertOne(1);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Refusal_that_needs_the_operator_is_thrown_at_once(int status)
    {
        Vendor.RefuseNext(status);

        Assert.Equal(FailureKind.NeedsOperator, (await FailureAsync(() => RegisterAsync(JustMade))).Kind);

        Assert.Empty(Vendor.Calls.Except([Register], StringComparer.Ordinal));
    }

    [Fact]
    public async Task Foreign_connector_registered_meanwhile_is_left_alone_and_the_account_is_observed_again()
    {
        Vendor.Script(_ =>
        {
            Vendor.Add("by hand", OtherArn);
            throw new HttpRequestException("reset");
        });

        await Assert.ThrowsAsync<StaleStateException>(() => RegisterAsync(Old));

        Assert.Equal(("by hand", OtherArn), (Assert.Single(Vendor.Connectors).DisplayName, Vendor.Connectors[0].RoleArn));
        Assert.DoesNotContain(Vendor.Calls, call => call.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("by hand", Sample.RoleArn)]
    [InlineData("by hand", OtherArn)]
    [InlineData(Sample.ConnectorName, OtherArn)]
    [InlineData(Sample.ConnectorName, null)]
    public async Task Foreign_connector_is_never_removed(string name, string? arn)
    {
        var foreign = Vendor.Add(name, arn);

        await RegisterAsync(Old);

        Assert.Contains(foreign, Vendor.Connectors);
    }
}
