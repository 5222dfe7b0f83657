using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Failures;

/// <summary>Roles of the connector role's name that another owner created or changed.</summary>
public sealed class ChangedRoleTests(ConnectedStack connected) : IClassFixture<ConnectedStack>
{
    private TestStack Stack => connected.Stack;

    [Fact]
    public async Task Widened_role_is_counted_and_logged_by_every_reconcile_and_queued_by_none()
    {
        var account = Stack.Vend("widened");
        Stack.Announce(account);
        await Stack.WaitUntilIdleAsync();
        Stack.ChangeRole(
            account.Id, role => role with { InlinePolicies = role.InlinePolicies.Add("everything", FunctionPolicies.AllowingEverything) });

        for (var day = 1; day <= 2; day++)
            Assert.Contains("\"widened\":1", await ReconcileAsync(), StringComparison.Ordinal);

        Assert.Equal(["onboarded"], Stack.Outcomes(account.Id).Select(outcome => outcome.Outcome));
        Assert.Equal(2, Stack.Deployment.Backfill.Log.Lines.Count(line =>
            line.Text.Contains("action required", StringComparison.Ordinal)
            && line.Text.Contains(account.Id, StringComparison.Ordinal)
            && line.Text.Contains("inline policy everything", StringComparison.Ordinal)));

        Stack.ChangeRole(account.Id, role => role with { InlinePolicies = role.InlinePolicies.Remove("everything") });
        Assert.Contains("\"widened\":0", await ReconcileAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Widened_role_of_an_account_without_a_connector_is_counted_and_queued_by_no_reconcile()
    {
        var account = Stack.Vend("widened-and-missing");
        Stack.Announce(account);
        await Stack.WaitUntilIdleAsync();
        var connectors = Stack.Server.Vendor.Connectors;
        connectors.Remove(Assert.Single(connectors.Of(account.Id)).Id);
        Stack.ChangeRole(
            account.Id, role => role with { InlinePolicies = role.InlinePolicies.Add("everything", FunctionPolicies.AllowingEverything) });

        for (var day = 1; day <= 2; day++)
            Assert.Contains("\"widened\":1", await ReconcileAsync(), StringComparison.Ordinal);

        Assert.Equal(["onboarded"], Stack.Outcomes(account.Id).Select(outcome => outcome.Outcome));

        Stack.ChangeRole(account.Id, role => role with { InlinePolicies = role.InlinePolicies.Remove("everything") });
        Assert.Contains("\"widened\":0", await ReconcileAsync(), StringComparison.Ordinal);
        Stack.AssertProtected(account.Id);
    }

    [Fact]
    public async Task Foreign_role_of_an_account_that_was_never_onboarded_is_logged_and_not_queued()
    {
        var account = Stack.Vend("foreign-and-missing");
        AddForeignRole(account, "");

        await ReconcileAsync();

        Assert.Empty(Stack.Outcomes(account.Id));
        Assert.Single(Stack.Deployment.Backfill.Log.Lines, line =>
            line.Text.Contains("action required", StringComparison.Ordinal)
            && line.Text.Contains(account.Id, StringComparison.Ordinal)
            && line.Text.Contains("AdministratorAccess", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Role_of_our_name_under_a_path_is_rejected_with_advice_that_names_the_path()
    {
        var account = Stack.Vend("path");
        AddForeignRole(account, "team/");

        Stack.Announce(account);
        await Stack.WaitUntilIdleAsync();

        var line = await Stack.WaitForLineAsync("the failure was logged", text =>
            text.Contains("action required", StringComparison.Ordinal) && text.Contains(account.Id, StringComparison.Ordinal));
        Assert.Contains("under a path", line, StringComparison.Ordinal);
        Assert.Contains("CONNECTOR_ROLE_NAME", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Role_that_another_owner_creates_between_the_look_and_the_creation_is_not_taken_over()
    {
        var account = Stack.Vend("meanwhile");
        using var racing = Stack.Server.Faults.OnArrival((call, _) =>
        {
            if (call.Operation == "CreateRole" && call.AccountId == account.Id)
                AddForeignRole(account, "");

            return Task.CompletedTask;
        });

        Stack.Announce(account);
        await Stack.WaitUntilIdleAsync();

        var outcome = await Stack.WaitForOutcomeAsync(account.Id, "rejected");
        Assert.Empty(outcome.Steps);
        Assert.Empty(Stack.Server.Vendor.Connectors.Of(account.Id));
    }

    private async Task<string> ReconcileAsync()
    {
        var result = await Stack.WaitUntilAsync(
            "the walk ended", token => Stack.Deployment.Backfill.InvokeAsync("""{"reconcile": "all"}""", token));
        await Stack.WaitUntilIdleAsync();
        return Assert.IsType<InvocationResult.Succeeded>(result).Response;
    }

    private void AddForeignRole(NamedAccount account, string path)
    {
        var pattern = Stack.Organization.Account(DefaultOrganization.PredecessorId)
            .Role(DefaultOrganization.PredecessorRole)!;
        var role = pattern with
        {
            Arn = AwsNames.Role(account.Id, path + pattern.Name),
            Path = $"/{path}",
            AttachedPolicyArns = [SandboxRole.AdministratorAccess],
        };
        Stack.Organization.Change(account.Id, existing => existing.With(role));
    }
}
