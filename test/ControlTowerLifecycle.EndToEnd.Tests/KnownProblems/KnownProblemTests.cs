using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.KnownProblems;

/// <summary>Problems that users of comparable tools reported.</summary>
public sealed class KnownProblemTests(ConnectedStack connected) : IClassFixture<ConnectedStack>
{
    private TestStack Stack => connected.Stack;

    [Fact]
    public async Task UpdateManagedAccount_is_not_ignored()
    {
        var account = Stack.Vend("enrolled-later");

        Stack.Deployment.Bus.Put(Stack.Updated(account));
        await Stack.WaitUntilIdleAsync();

        Stack.AssertProtected(account.Id);
    }

    [Fact]
    public async Task Suspended_accounts_do_not_break_a_whole_run()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        foreach (var state in new[] { SandboxAccountState.Suspended, SandboxAccountState.PendingClosure, SandboxAccountState.Closed })
            stack.Organization.SetState(stack.Vend($"{state}").Id, state);

        var result = await stack.CreateAsync("1");
        await stack.WaitUntilIdleAsync();

        Assert.Null(result.Reason);
        Assert.DoesNotContain(stack.Judge.All(), verdict => verdict.IsFailed);
        Assert.Equal(0, stack.Deployment.DeadLetters.Counts.Visible);
    }

    [Fact]
    public async Task Management_account_without_an_execution_role_is_protected()
    {
        Assert.Null(
            Stack.Organization.Account(DefaultOrganization.ManagementId).Role(ControlTowerAccount.ExecutionRole));

        await Stack.InvokeAsync($$"""{"accountId": "{{DefaultOrganization.ManagementId}}"}""");

        Stack.AssertProtected(DefaultOrganization.ManagementId);
    }

    [Fact]
    public async Task Account_that_failed_permanently_can_be_run_again_alone()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick with { MaxReceiveCount = 1 });
        var account = stack.Vend("failed");
        var role = stack.Organization.Account(account.Id).Role(ControlTowerAccount.ExecutionRole)!;
        stack.Organization.Change(account.Id, existing => existing.WithoutRole(role.Name));
        stack.Announce(account);
        await stack.WaitUntilIdleAsync();
        Assert.Equal(1, stack.Deployment.DeadLetters.Counts.Visible);
        stack.Organization.Change(account.Id, existing => existing.With(role));
        var calls = stack.RecordCalls();

        await stack.InvokeAsync($$"""{"accountId": "{{account.Id}}"}""");

        stack.AssertProtected(account.Id);
        Assert.All(calls.Writes, write => Assert.EndsWith(account.Id, write, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connector_made_by_another_party_is_not_changed_and_the_account_gets_no_second_one()
    {
        var account = Stack.Vend("seeded-in-the-console");
        var seeded = Stack.Server.Vendor.Seed(
            account.Id, "Payments, seeded by Alice", AwsNames.Role(account.Id, "AlicesRole"));

        Stack.Announce(account);
        await Stack.WaitUntilIdleAsync();

        var kept = Assert.Single(Stack.Server.Vendor.Connectors.Of(account.Id));
        Assert.Equal(
            (seeded.Id, seeded.DisplayName, seeded.CrossAccountRoleArn), (kept.Id, kept.DisplayName, kept.CrossAccountRoleArn));
    }

    [Fact]
    public async Task Second_connector_made_by_another_party_is_not_changed()
    {
        var account = Stack.Vend("with-a-second");
        Stack.Announce(account);
        await Stack.WaitUntilIdleAsync();
        var foreign = Stack.Server.Vendor.Seed(
            account.Id, "Payments, seeded by Bob", AwsNames.Role(account.Id, "BobsRole"));
        var calls = Stack.RecordCalls();

        Stack.Announce(account);
        await Stack.WaitUntilIdleAsync();

        Assert.Empty(calls.Writes);
        Assert.Contains(foreign, Stack.Server.Vendor.Connectors.Of(account.Id));
    }

    [Fact]
    public async Task AssumeRole_refused_right_after_vending_is_retried_until_it_succeeds()
    {
        var account = Stack.Vend("not-ready");
        var role = Stack.Organization.Account(account.Id).Role(ControlTowerAccount.ExecutionRole)!;
        Stack.Organization.Change(account.Id, existing => existing.WithoutRole(role.Name));
        Stack.Announce(account);
        await Stack.WaitForOutcomeAsync(account.Id, "retry");

        Stack.Organization.Change(account.Id, existing => existing.With(role));
        await Stack.WaitUntilIdleAsync();

        Stack.AssertProtected(account.Id);
        Assert.DoesNotContain(Stack.Outcomes(account.Id), outcome => outcome.Outcome is "skipped" or "rejected");
    }

    [Fact]
    public async Task Failed_account_is_not_reported_as_success()
    {
        var account = Stack.Vend("failing");
        Stack.Organization.Change(account.Id, existing => existing.WithoutRole(ControlTowerAccount.ExecutionRole));

        var result = await Stack.InvokeAsync(Stack.Created(account).ToJson());

        Assert.IsType<InvocationResult.FunctionError>(result);
    }

    [Fact]
    public async Task Account_with_events_in_several_regions_is_registered_once()
    {
        var account = Stack.Vend("several-regions");
        foreach (var region in new[] { "us-east-1", "ap-southeast-2", Stack.Organization.Region })
        {
            var bus = new SandboxEventBus(region, Stack.Organization.ManagementAccountId);
            bus.Add(new SandboxEventRule(
                "forward-home",
                LifecyclePattern.Create("aws.controltower", LifecyclePattern.ServiceEvent, [], null),
                [new SandboxEventTarget.Bus(Stack.Deployment.Bus, Stack.Deployment.Bus.Arn)]));
            bus.Put(Stack.Created(account));
        }

        await Stack.WaitUntilIdleAsync();
        await Stack.WaitForOutcomesAsync(account.Id, 3);

        Stack.AssertProtected(account.Id);
    }
}
