using ControlTowerLifecycle.EndToEnd.Tests.Running;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Leaving;

/// <summary>What goes and what stays where accounts that leave are disconnected.</summary>
public sealed class DepartureTests(DisconnectingStack disconnecting) : IClassFixture<DisconnectingStack>
{
    private TestStack Stack => disconnecting.Stack;

    [Fact]
    public async Task A_closed_account_loses_its_connector_and_nothing_else_changes()
    {
        var account = await disconnecting.ProtectedAsync("closed");
        Stack.Organization.SetState(account.Id, AccountState.Closed);
        var before = Stack.Server.Snapshot();

        await disconnecting.CloseAsync(account);

        Assert.StartsWith(
            $"- account {account.Id}: connector",
            Assert.Single(Stack.Server.Snapshot().ChangesSince(before)),
            StringComparison.Ordinal);
        var told = await Stack.OutcomeAsync(account.Id, "left");
        Assert.Equal(["remove-connector", "forget-connector"], told.Steps);
    }

    [Fact]
    public async Task A_connector_that_the_predecessor_made_stays_on_a_closed_account()
    {
        var account = Stack.Vend("taken over");
        var theirs = Stack.Server.Vendor.Seed(
            account.Id, $"ControlTower - taken over - {account.Id}", DisconnectingStack.ConnectorRoleArn(account));
        Stack.Announce(account);
        await Stack.QuietAsync();

        await disconnecting.CloseAsync(account);

        Assert.Equal([theirs.Id], disconnecting.Connectors(account));
        Assert.Equal("left", Stack.Outcomes(account.Id)[^1].Outcome);
    }

    [Fact]
    public async Task A_removed_account_loses_its_connector_and_what_is_in_it_stays()
    {
        var account = await disconnecting.ProtectedAsync("removed");

        await disconnecting.RemoveAsync(account);

        Assert.Empty(disconnecting.Connectors(account));
        Assert.NotNull(disconnecting.ConnectorRole(account));
        Assert.Equal("left", Stack.Outcomes(account.Id)[^1].Outcome);
    }

    [Fact]
    public async Task An_account_that_Control_Tower_gave_up_loses_connector_and_role()
    {
        var account = await disconnecting.ProtectedAsync("given up");
        var before = Stack.Server.Snapshot();

        await disconnecting.GiveUpAsync(account);

        Assert.Empty(disconnecting.Connectors(account));
        Assert.Null(disconnecting.ConnectorRole(account));
        Assert.NotNull(Stack.Organization.Account(account.Id).Role(ControlTowerAccount.ExecutionRole));
        Assert.Empty(Stack.Server.Snapshot().ChangesSince(before, account.Id));
    }

    [Fact]
    public async Task An_event_that_comes_again_writes_nothing()
    {
        var account = await disconnecting.ProtectedAsync("again");
        await disconnecting.GiveUpAsync(account);
        var mark = Stack.Mark();
        var before = Stack.Server.Snapshot();

        await disconnecting.GiveUpAsync(account);

        Assert.NotEmpty(mark.Calls);
        Assert.Empty(Stack.Server.Snapshot().ChangesSince(before));
        // The record is asked by a put with a condition, which does not hold.
        Assert.All(mark.Writes, write => Assert.StartsWith("dynamodb PutItem", write, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connector_that_somebody_else_made_stays(bool isOnOurRole)
    {
        var account = await disconnecting.ProtectedAsync("foreign");
        var arn = isOnOurRole ? DisconnectingStack.ConnectorRoleArn(account) : "arn:aws:iam::999999999999:role/MadeByHand";
        var foreign = Stack.Server.Vendor.Seed(account.Id, "made by hand", arn);

        await disconnecting.GiveUpAsync(account);

        Assert.Equal([foreign.Id], disconnecting.Connectors(account));
        Assert.Equal(isOnOurRole, disconnecting.ConnectorRole(account) is not null);
    }

    [Theory]
    [InlineData("DELETE /awsconnectors/{id}")]
    [InlineData("DeleteRolePolicy")]
    [InlineData("DeleteRole")]
    public async Task What_a_process_that_is_killed_after_a_removal_leaves_behind_is_removed_by_the_next(string operation)
    {
        var account = await disconnecting.ProtectedAsync("killed");
        var crashes = Stack.Lifecycle.Counts.Crashes;
        var kills = 0;
        using var killing = Stack.Server.Faults.OnWrite((call, _) =>
        {
            if (call.Operation == operation && call.AccountId == account.Id && Interlocked.Exchange(ref kills, 1) == 0)
                Stack.Lifecycle.KillCurrent(one => one.CurrentPayload?.Contains(account.Id, StringComparison.Ordinal) == true);
            return Task.CompletedTask;
        });

        await disconnecting.GiveUpAsync(account);

        Assert.Equal(crashes + 1, Stack.Lifecycle.Counts.Crashes);
        Assert.Empty(disconnecting.Connectors(account));
        Assert.Null(disconnecting.ConnectorRole(account));
        Assert.Equal("left", Stack.Outcomes(account.Id)[^1].Outcome);
    }

    [Fact]
    public async Task A_role_that_somebody_gave_another_policy_is_a_person_s_business()
    {
        var account = await disconnecting.ProtectedAsync("shared");
        Stack.ChangeRole(
            account.Id, role => role with { AttachedPolicyArns = [SandboxRole.AdministratorAccess] });

        await disconnecting.GiveUpAsync(account);

        Assert.Empty(disconnecting.Connectors(account));
        Assert.NotNull(disconnecting.ConnectorRole(account));
        var told = await Stack.LineAsync("the person was told", line =>
            line.Contains("action required", StringComparison.Ordinal)
                && line.Contains(account.Id, StringComparison.Ordinal));
        Assert.Contains("detach or delete the policies", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_without_our_tag_stays()
    {
        var account = await disconnecting.ProtectedAsync("untagged");
        Stack.ChangeRole(account.Id, role => role with { Tags = role.Tags.Remove("ManagedBy") });

        await disconnecting.GiveUpAsync(account);

        Assert.Empty(disconnecting.Connectors(account));
        Assert.NotNull(disconnecting.ConnectorRole(account));
    }

    [Fact]
    public async Task An_account_that_is_governed_again_by_then_keeps_its_protection()
    {
        var account = await disconnecting.ProtectedAsync("back");
        var mark = Stack.Mark();

        await disconnecting.TellAsync(Stack.Deployment.ControlTower.RemoveAccountFromOrganization(account));
        await disconnecting.TellAsync(Stack.Deployment.ControlTower.Baseline("DisableBaseline", account, succeeded: true));

        Assert.Empty(mark.Writes);
        Stack.AssertProtected(account.Id);
        Assert.Equal(["onboarded", "skipped", "skipped"], await Stack.WordsAsync(account.Id, 3));
    }

    [Fact]
    public async Task An_account_that_was_given_up_and_whose_event_was_lost_is_disconnected_by_the_next_reconcile()
    {
        var account = await disconnecting.ProtectedAsync("lost");
        Stack.Organization.Change(account.Id, one => one with { Governed = false });

        await disconnecting.ReconcileAsync();

        Assert.Empty(disconnecting.Connectors(account));
        Assert.Null(disconnecting.ConnectorRole(account));
        Assert.Equal(["onboarded", "left"], await Stack.WordsAsync(account.Id, 2));

        await disconnecting.ReconcileAsync();

        Assert.Equal(["onboarded", "left"], await Stack.WordsAsync(account.Id, 2));
    }

    [Fact]
    public async Task The_management_account_keeps_its_protection()
    {
        await Stack.InvokeAsync($$"""{"accountId": "{{DefaultOrganization.ManagementId}}"}""");
        var before = Stack.Server.Snapshot();

        await disconnecting.TellAsync(Stack.Deployment.ControlTower.Baseline(
            "DisableBaseline", new NamedAccount(DefaultOrganization.ManagementId, "Management"), succeeded: true));

        Assert.Equal("skipped", Stack.Outcomes(DefaultOrganization.ManagementId)[^1].Outcome);
        Assert.Empty(Stack.Server.Snapshot().ChangesSince(before));
    }

    [Fact]
    public async Task A_session_in_an_account_that_left_may_do_no_more_than_removing_takes()
    {
        var account = await disconnecting.ProtectedAsync("session");
        var known = Stack.Server.Sessions.All.ToHashSet();

        await disconnecting.GiveUpAsync(account);

        var session = Assert.Single(
            Stack.Server.Sessions.All, one => !known.Contains(one) && one.Principal.AccountId == account.Id);
        var role = DisconnectingStack.ConnectorRoleArn(account);
        Assert.Equal(
            ["iam:DeleteRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:GetRole", "iam:GetRolePolicy",
                "iam:ListAttachedRolePolicies"],
            SessionActions.AllowedTo(session, role));
    }
}
