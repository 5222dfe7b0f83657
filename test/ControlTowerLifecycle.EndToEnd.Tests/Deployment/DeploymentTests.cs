using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Deployment;

public sealed class DeploymentTests(DeployedStack deployed) : IClassFixture<DeployedStack>
{
    private TestStack Stack => deployed.Stack;

    [Fact]
    public void Every_eligible_account_is_protected()
    {
        var verdicts = Stack.Judge.All();

        Assert.Empty(
            verdicts.Where(verdict => verdict.IsFailed).Select(verdict => $"{verdict.Account.Id} {verdict.Lacks}"));
        Assert.Equal(10, verdicts.Count(verdict => verdict.IsProtected));
    }

    [Theory]
    [InlineData(DefaultOrganization.AuditId)]
    [InlineData(DefaultOrganization.LogArchiveId)]
    [InlineData(DefaultOrganization.ManagementId)]
    public void Accounts_of_the_landing_zone_are_protected(string accountId) =>
        Stack.AssertProtected(accountId);

    [Fact]
    public void Management_account_uses_the_credentials_of_the_function()
    {
        Assert.Equal(0, Stack.Server.AwsCalls.Count("AssumeRole", DefaultOrganization.ManagementId));
        Assert.Equal(1, Stack.Server.AwsCalls.Count("CreateRole", DefaultOrganization.ManagementId));
    }

    [Fact]
    public void Account_id_keeps_its_leading_zeros()
    {
        var id = DefaultOrganization.OrdinaryId(0);

        Assert.StartsWith("0000", id, StringComparison.Ordinal);
        Stack.AssertProtected(id);
    }

    [Fact]
    public async Task Suspended_and_ungoverned_accounts_are_skipped_with_their_reasons()
    {
        var line = await Stack.WaitUntilAsync(
            "the backfill was logged",
            token => Stack.Deployment.Backfill.Log.WaitForAsync(
                logged => logged.Text.Contains("backfill queued", StringComparison.Ordinal), token));

        Assert.Contains("\"skipped\":{\"not-governed\":1,\"suspended\":1}", line.Text, StringComparison.Ordinal);
        Assert.All([DefaultOrganization.SuspendedId, DefaultOrganization.UngovernedId], (string id) =>
        {
            Assert.Empty(Stack.Outcomes(id));
            Assert.Equal(0, Stack.Server.AwsCalls.Count("AssumeRole", id));
            AssertUntouched(id);
        });
    }

    [Fact]
    public void Account_of_the_predecessor_keeps_its_connector_and_role()
    {
        var account = Stack.Organization.Account(DefaultOrganization.PredecessorId);
        var connector = Assert.Single(Stack.Server.Vendor.Connectors.Of(account.Id));
        var role = account.Role(DefaultOrganization.PredecessorRole)!;

        Stack.AssertProtected(account.Id);
        Assert.Contains(
            deployed.Before.Of(account.Id), fact => fact.Contains($"Id = {connector.Id},", StringComparison.Ordinal));
        Assert.Equal(account.JoinedAt, role.CreatedAt);
        Assert.Empty(role.AttachedPolicyArns);
        Assert.Single(account.ManagedPolicyArns);
    }

    [Fact]
    public void Only_connector_roles_and_connectors_of_eligible_accounts_change()
    {
        var changes = Stack.Server.Snapshot().ChangesSince(deployed.Before);

        Assert.NotEmpty(changes);
        Assert.DoesNotContain(changes, change => !Stack.Judge.All().Any(verdict => verdict.IsProtected
            && (change[2..].StartsWith($"account {verdict.Account.Id}: connector ", StringComparison.Ordinal)
                || change.Contains($":role/{DefaultOrganization.PredecessorRole} ", StringComparison.Ordinal))));
    }

    [Fact]
    public void CloudFormation_receives_one_success_with_the_counts_and_the_constant_id()
    {
        Assert.Equal(StackStatus.CreateComplete, deployed.Result.Status);
        Assert.Equal("control-tower-lifecycle-backfill", deployed.Result.PhysicalResourceId);
        Assert.Equal(
            ["Accounts 12", "Queued 10", "Skipped 2"],
            [.. deployed.Result.Data.Select(entry => $"{entry.Key} {entry.Value}").Order(StringComparer.Ordinal)]);
        Assert.Equal(1, Assert.Single(deployed.Result.Exchanges).Url.Puts);
    }

    [Fact]
    public void Deployment_leaves_no_dead_letter_and_no_crash()
    {
        Assert.Equal(0, Stack.Deployment.DeadLetters.Counts.Visible);
        Assert.Equal((0, 0), (Stack.Lifecycle.Counts.Crashes, Stack.Lifecycle.Counts.Errors));
        Assert.Empty(Stack.Server.Topic.Messages);
        Assert.Empty(Stack.Server.Failures);
    }

    private void AssertUntouched(string accountId) =>
        Assert.Equal([.. deployed.Before.Of(accountId)], [.. Stack.Server.Snapshot().Of(accountId)]);
}
