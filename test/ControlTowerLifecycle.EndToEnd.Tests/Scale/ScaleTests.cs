using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Scale;

/// <summary>The cost per account in an organization of the size that <c>LIFECYCLE_ACCOUNTS</c> sets.</summary>
[Trait("Category", "Long")]
public sealed class ScaleTests(ConnectorOrganization organization) : IClassFixture<ConnectorOrganization>
{
    /// <summary>Milliseconds. A run that takes longer to register searches for other connectors once more.</summary>
    private const int SlowRegistration = 5_000;

    private ScaleScenario Scenario => organization.Scenario;

    [Theory]
    [InlineData("deploy")]
    [InlineData("update")]
    [InlineData("reconcile")]
    public void Every_eligible_account_is_protected_after_the_phase(string phase) =>
        Assert.Empty(Scenario.Phase(phase).Unprotected);

    [Theory]
    [InlineData("deploy")]
    [InlineData("update")]
    [InlineData("reconcile")]
    public void Phase_changes_only_connectors_and_connector_roles(string phase) =>
        Assert.Empty(Scenario.Phase(phase).OtherChanges);

    [Fact]
    public void New_account_costs_at_most_one_search_and_one_registration_at_the_vendor()
    {
        var deploy = Scenario.Phase("deploy");
        var slow = deploy.Outcomes
            .Where(outcome => outcome.Milliseconds >= SlowRegistration)
            .Select(outcome => outcome.AccountId)
            .ToHashSet(StringComparer.Ordinal);
        var more = deploy.VendorCalls().Where(account => account.Value > 2 && !slow.Contains(account.Key)).ToList();

        Assert.All(more, account => Assert.Equal(3, account.Value));
        Assert.InRange(more.Count, 0, ScaledOrganization.CheckedBeforeDeployment);
        Assert.Equal(
            Scenario.Eligible.Where(id => id != DefaultOrganization.PredecessorId).ToDictionary(id => id, _ => 1),
            deploy.VendorCalls(ScalePhase.Register));
    }

    [Fact]
    public void Update_refreshes_every_role_without_a_vendor_call_about_an_account()
    {
        var update = Scenario.Phase("update");

        Assert.Empty(update.VendorCalls());
        Assert.Equal(
            Scenario.Eligible.Count,
            update.AccountCalls.Count(record => record.Call.Operation == "PutRolePolicy"));
    }

    [Fact]
    public void Reconcile_queues_only_the_drifted_accounts()
    {
        Assert.Equal(Scenario.Drifted.Count, (int)Scenario.Reconciled["queued"]!);
        Assert.Equal(
            Scenario.Drifted.Order(StringComparer.Ordinal),
            Scenario.Phase("reconcile").Outcomes.Select(outcome => outcome.AccountId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Reconcile_reads_every_account_and_calls_the_vendor_only_about_drifted_ones()
    {
        var reconcile = Scenario.Phase("reconcile");

        Assert.Empty(reconcile.VendorCalls().Keys.Except(Scenario.Drifted));
        Assert.Empty(Scenario.Eligible.Except(reconcile.AccountCalls
            .Where(record => record.Call.Operation == "GetRole")
            .Select(record => record.Call.AccountId!)));
    }

    [Fact]
    public Task Report_is_saved_as_one_document() => organization.SaveReportAsync("scale");

    [Fact]
    public Task Memory_does_not_grow_with_the_organization() => organization.AssertMemoryDoesNotGrowAsync();
}
