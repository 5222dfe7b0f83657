using ControlTowerLifecycle.CloudAccounts;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.CloudAccounts;

public class CloudAccountsOffboardingPlanTests
{
    [Fact]
    public void Recorded_connection_is_removed_and_forgotten()
    {
        var plan = Plan(CloudSample.Complete with { IsRecorded = true });

        Assert.Equal(["remove-connection 444455556666", "forget-connection 444455556666"], plan.Steps.Select(step => step.ToString()));
        Assert.Empty(plan.Kept);
    }

    [Fact]
    public void Connection_that_is_not_on_record_stays()
    {
        var plan = Plan(CloudSample.Complete);

        Assert.Empty(plan.Steps);
        Assert.Equal("the connection of 444455556666 to Cloud Accounts stays: it is not proven to be ours", Assert.Single(plan.Kept));
    }

    [Fact]
    public void Recorded_connection_that_another_owner_replaced_stays_and_is_forgotten()
    {
        var plan = Plan(CloudSample.Complete with
        {
            IsRecorded = true,
            Connection = CloudSample.Connection with { OrganizationId = "o-1" },
        });

        Assert.Equal(["forget-connection 444455556666"], plan.Steps.Select(step => step.ToString()));
        Assert.Contains("by the vendor's connection of organization o-1", Assert.Single(plan.Kept), StringComparison.Ordinal);
    }

    [Fact]
    public void Recorded_account_without_a_connection_is_forgotten() => Assert.Equal(
        ["forget-connection 444455556666"],
        Plan(CloudSample.Empty with { IsRecorded = true }).Steps.Select(step => step.ToString()));

    [Fact]
    public void Account_without_a_connection_needs_nothing() => Assert.Empty(Plan(CloudSample.Empty).Steps);

    private static Plan Plan(CloudAccountsState state) =>
        CloudAccountsOffboardingPlan.For(Sample.Id, CloudSample.RoleArn, state);
}
