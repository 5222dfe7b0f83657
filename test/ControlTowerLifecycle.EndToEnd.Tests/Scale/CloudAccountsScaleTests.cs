using ControlTowerLifecycle.Sandbox.CloudAccounts;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Scale;

/// <summary>The same phases with both protections.</summary>
[Trait("Category", "Long")]
public sealed class CloudAccountsScaleTests(ConnectionOrganization organization) : IClassFixture<ConnectionOrganization>
{
    private const string Connect = "POST /awsAccounts";
    private const string Find = "GET /awsAccounts/{id}";

    private ScaleScenario Scenario => organization.Scenario;

    [Theory]
    [InlineData("deploy")]
    [InlineData("update")]
    [InlineData("reconcile")]
    public void Every_eligible_account_has_both_protections_after_the_phase(string phase) =>
        Assert.Empty(Scenario.Phase(phase).Unprotected);

    [Theory]
    [InlineData("deploy")]
    [InlineData("update")]
    [InlineData("reconcile")]
    public void Phase_changes_only_what_the_protections_own(string phase) =>
        Assert.Empty(Scenario.Phase(phase).OtherChanges);

    /// <summary>A search before the connection, and a look at its state after it.</summary>
    [Fact]
    public void New_account_costs_one_connection_and_two_reads_at_Cloud_Accounts()
    {
        var deploy = Scenario.Phase("deploy");

        Assert.Equal(Scenario.Eligible.ToDictionary(id => id, _ => 1), deploy.VendorCalls(Connect, CloudAccountsTenant.Name));
        var more = deploy.VendorCalls(Find, CloudAccountsTenant.Name).Where(account => account.Value > 2).ToList();
        Assert.All(more, account => Assert.Equal(3, account.Value));
        Assert.InRange(more.Count, 0, ScaledOrganization.CheckedBeforeDeployment);
    }

    [Fact]
    public void Update_refreshes_every_account_without_a_vendor_call_about_it()
    {
        var update = Scenario.Phase("update");

        Assert.Empty(update.VendorCalls());
        Assert.Empty(update.VendorCalls(service: CloudAccountsTenant.Name));
        Assert.Equal(
            Scenario.Eligible.Count,
            update.AccountCalls.Count(record => record.Call.Operation == "CreatePolicyVersion"));
    }

    [Fact]
    public void Reconcile_calls_Cloud_Accounts_only_about_changed_accounts()
    {
        var reconcile = Scenario.Phase("reconcile");

        Assert.Equal(Scenario.Drifted.Count, (int)Scenario.Reconciled["queued"]!);
        Assert.Empty(reconcile.VendorCalls(service: CloudAccountsTenant.Name).Keys.Except(Scenario.Drifted));
        Assert.Contains(reconcile.Calls, record => record.Call.Operation == "GET /awsAccounts");
    }

    [Fact]
    public Task Report_is_saved_as_one_document() => organization.SaveReportAsync("scale-both");

    [Fact]
    public Task Memory_does_not_grow_with_the_organization() => organization.AssertMemoryDoesNotGrowAsync();
}
