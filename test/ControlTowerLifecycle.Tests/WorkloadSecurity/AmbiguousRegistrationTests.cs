using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>A failed call may have registered all the same, and somebody else may have been faster.</summary>
public class AmbiguousRegistrationTests : RegistrationTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_registration_whose_answer_was_lost_is_found(bool madeByThisRun)
    {
        Vendor.LoseNextAnswer();

        await RegisterAsync(madeByThisRun ? JustMade : Old);

        Assert.Equal(1, Vendor.Count(Register));
        AssertOne(1);
    }

    [Fact]
    public async Task A_registration_that_failed_and_is_carried_out_late_is_found_by_looking_back()
    {
        Vendor.RefuseNext(500);
        Vendor.Script(deed =>
        {
            Vendor.Add(Sample.ConnectorName, Sample.RoleArn);
            return deed();
        });

        await RegisterAsync(JustMade);

        Assert.True(Tenant.Waited < ConnectorRegistration.Lead);
        AssertOne(1);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(409)]
    public async Task A_failure_that_made_nothing_is_told_where_waiting_is_the_queue_s(int status)
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
    public async Task A_refusal_that_a_person_mends_is_told_at_once(int status)
    {
        Vendor.RefuseNext(status);

        Assert.Equal(FailureKind.NeedsOperator, (await FailureAsync(() => RegisterAsync(JustMade))).Kind);

        Assert.Empty(Vendor.Calls.Except([Register], StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_foreign_connector_that_came_in_between_is_turned_to_our_role_and_keeps_its_name()
    {
        Vendor.Script(_ =>
        {
            Vendor.Add("by hand", OtherArn);
            throw new HttpRequestException("reset");
        });

        await RegisterAsync(Old);

        Assert.Equal(("by hand", Sample.RoleArn), (Assert.Single(Vendor.Connectors).DisplayName, Vendor.Connectors[0].RoleArn));
        Assert.DoesNotContain(Vendor.Calls, call => call.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("by hand", Sample.RoleArn)]
    [InlineData("by hand", OtherArn)]
    [InlineData(Sample.ConnectorName, OtherArn)]
    [InlineData(Sample.ConnectorName, null)]
    public async Task A_foreign_connector_is_never_removed(string name, string? arn)
    {
        var foreign = Vendor.Add(name, arn);

        await RegisterAsync(Old);

        Assert.Contains(foreign, Vendor.Connectors);
    }
}
