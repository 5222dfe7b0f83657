using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Offboarding;

/// <summary>
/// Accounts that leave are disconnected. Ownership is tested in <see cref="OffboardingOwnershipTests"/>.
/// </summary>
public sealed class OffboardingTests(OffboardingStack offboarding) : IClassFixture<OffboardingStack>
{
    private TestStack Stack => offboarding.Stack;

    [Fact]
    public async Task Closed_account_loses_only_its_connector()
    {
        var account = await offboarding.OnboardAsync("closed");
        Stack.Organization.SetState(account.Id, SandboxAccountState.Closed);
        var before = Stack.Server.Snapshot();

        await offboarding.CloseAsync(account);

        Assert.StartsWith(
            $"- account {account.Id}: connector",
            Assert.Single(Stack.Server.Snapshot().ChangesSince(before)),
            StringComparison.Ordinal);
        var outcome = await Stack.WaitForOutcomeAsync(account.Id, "left");
        Assert.Equal(["remove-connector", "forget-connector"], outcome.Steps);
    }

    [Fact]
    public async Task Closed_account_loses_a_connector_that_was_never_synchronized()
    {
        var account = await offboarding.OnboardAsync("never-synchronized");
        var connectors = Stack.Server.Vendor.Connectors;
        connectors.Replace(Assert.Single(connectors.Of(account.Id)) with { IsUnsynchronized = true });

        await offboarding.CloseAsync(account);

        Assert.Empty(offboarding.Connectors(account));
        var outcome = await Stack.WaitForOutcomeAsync(account.Id, "left");
        Assert.Equal(["remove-connector", "forget-connector"], outcome.Steps);
    }

    [Fact]
    public async Task Removed_account_loses_its_connector_and_keeps_its_role()
    {
        var account = await offboarding.OnboardAsync("removed");

        await offboarding.RemoveAsync(account);

        Assert.Empty(offboarding.Connectors(account));
        Assert.NotNull(offboarding.ConnectorRole(account));
        Assert.Equal("left", Stack.Outcomes(account.Id)[^1].Outcome);
    }

    [Fact]
    public async Task Account_no_longer_governed_loses_its_connector_and_role()
    {
        var account = await offboarding.OnboardAsync("ungoverned");
        var before = Stack.Server.Snapshot();

        await offboarding.UnenrollAsync(account);

        Assert.Empty(offboarding.Connectors(account));
        Assert.Null(offboarding.ConnectorRole(account));
        Assert.NotNull(Stack.Organization.Account(account.Id).Role(ControlTowerAccount.ExecutionRole));
        Assert.Empty(Stack.Server.Snapshot().ChangesSince(before, account.Id));
    }

    [Fact]
    public async Task Redelivered_event_writes_nothing()
    {
        var account = await offboarding.OnboardAsync("again");
        await offboarding.UnenrollAsync(account);
        var calls = Stack.RecordCalls();
        var before = Stack.Server.Snapshot();

        await offboarding.UnenrollAsync(account);

        Assert.NotEmpty(calls.All);
        Assert.Empty(Stack.Server.Snapshot().ChangesSince(before));
        // A PutItem with a condition that does not hold reads the registration record.
        Assert.All(calls.Writes, write => Assert.StartsWith("dynamodb PutItem", write, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DELETE /awsconnectors/{id}")]
    [InlineData("DeleteRolePolicy")]
    [InlineData("DeleteRole")]
    public async Task Next_process_completes_the_removal_after_a_kill(string operation)
    {
        var account = await offboarding.OnboardAsync("killed");
        var crashes = Stack.Lifecycle.Counts.Crashes;
        var kills = 0;
        using var killing = Stack.Server.Faults.OnWrite((call, _) =>
        {
            if (call.Operation == operation && call.AccountId == account.Id && Interlocked.Exchange(ref kills, 1) == 0)
            {
                Stack.Lifecycle.KillCurrent(environment =>
                    environment.CurrentPayload?.Contains(account.Id, StringComparison.Ordinal) == true);
            }

            return Task.CompletedTask;
        });

        await offboarding.UnenrollAsync(account);

        Assert.Equal(crashes + 1, Stack.Lifecycle.Counts.Crashes);
        Assert.Empty(offboarding.Connectors(account));
        Assert.Null(offboarding.ConnectorRole(account));
        Assert.Equal("left", Stack.Outcomes(account.Id)[^1].Outcome);
    }

    [Fact]
    public async Task Account_governed_again_keeps_its_protection()
    {
        var account = await offboarding.OnboardAsync("back");
        var calls = Stack.RecordCalls();

        await offboarding.SendAsync(Stack.Deployment.ControlTower.RemoveAccountFromOrganization(account));
        await offboarding.SendAsync(
            Stack.Deployment.ControlTower.Baseline("DisableBaseline", account, succeeded: true));

        Assert.Empty(calls.Writes);
        Stack.AssertProtected(account.Id);
        Assert.Equal(["onboarded", "skipped", "skipped"], await Stack.WaitForOutcomesAsync(account.Id, 3));
    }

    [Fact]
    public async Task Reconcile_disconnects_an_account_whose_event_was_lost()
    {
        var account = await offboarding.OnboardAsync("lost");
        Stack.Organization.Change(account.Id, existing => existing with { Governed = false });

        await offboarding.ReconcileAsync();

        Assert.Empty(offboarding.Connectors(account));
        Assert.Null(offboarding.ConnectorRole(account));
        Assert.Equal(["onboarded", "left"], await Stack.WaitForOutcomesAsync(account.Id, 2));

        await offboarding.ReconcileAsync();

        Assert.Equal(["onboarded", "left"], await Stack.WaitForOutcomesAsync(account.Id, 2));
    }

    [Fact]
    public async Task Management_account_keeps_its_protection()
    {
        await Stack.InvokeAsync($$"""{"accountId": "{{DefaultOrganization.ManagementId}}"}""");
        var before = Stack.Server.Snapshot();

        await offboarding.SendAsync(Stack.Deployment.ControlTower.Baseline(
            "DisableBaseline", new NamedAccount(DefaultOrganization.ManagementId, "Management"), succeeded: true));

        Assert.Equal("skipped", Stack.Outcomes(DefaultOrganization.ManagementId)[^1].Outcome);
        Assert.Empty(Stack.Server.Snapshot().ChangesSince(before));
    }

    [Fact]
    public async Task Session_in_an_account_that_left_allows_only_the_removal()
    {
        var account = await offboarding.OnboardAsync("session");
        var known = Stack.Server.Sessions.All.ToHashSet();

        await offboarding.UnenrollAsync(account);

        var session = Assert.Single(
            Stack.Server.Sessions.All,
            opened => !known.Contains(opened) && opened.Principal.AccountId == account.Id);
        var role = OffboardingStack.ConnectorRoleArn(account);
        Assert.Equal(
            ["iam:DeleteRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:GetRole", "iam:GetRolePolicy",
                "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
            SessionActions.Allowed(session, role));
    }
}
