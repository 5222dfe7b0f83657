using ControlTowerLifecycle.EndToEnd.Tests.Running;
using ControlTowerLifecycle.EndToEnd.Tests.Vending;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Complaining;

/// <summary>What users of comparable tools complained about.</summary>
public sealed class ComplaintTests(ListeningStack listening) : IClassFixture<ListeningStack>
{
    private TestStack Stack => listening.Stack;

    [Fact]
    public async Task UpdateManagedAccount_is_not_ignored()
    {
        var account = Stack.Vend("enrolled-later");

        Stack.Deployment.Bus.Put(Stack.Updated(account));
        await Stack.QuietAsync();

        Stack.AssertProtected(account.Id);
    }

    [Fact]
    public async Task Suspended_accounts_do_not_break_a_whole_run()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        foreach (var state in new[] { SandboxAccountState.Suspended, SandboxAccountState.PendingClosure, SandboxAccountState.Closed })
            stack.Organization.SetState(stack.Vend($"{state}").Id, state);

        var result = await stack.CreateAsync("1");
        await stack.QuietAsync();

        Assert.Null(result.Reason);
        Assert.DoesNotContain(stack.Judge.All(), verdict => verdict.IsFailed);
        Assert.Equal(0, stack.Deployment.DeadLetters.Counts.Visible);
    }

    [Fact]
    public async Task The_management_account_which_has_no_execution_role_is_protected()
    {
        Assert.Null(
            Stack.Organization.Account(DefaultOrganization.ManagementId).Role(ControlTowerAccount.ExecutionRole));

        await Stack.InvokeAsync($$"""{"accountId": "{{DefaultOrganization.ManagementId}}"}""");

        Stack.AssertProtected(DefaultOrganization.ManagementId);
    }

    [Fact]
    public async Task An_account_that_is_stranded_after_a_failure_can_be_run_again_by_itself()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick with { MaxReceiveCount = 1 });
        var account = stack.Vend("stranded");
        var role = stack.Organization.Account(account.Id).Role(ControlTowerAccount.ExecutionRole)!;
        stack.Organization.Change(account.Id, one => one.WithoutRole(role.Name));
        stack.Announce(account);
        await stack.QuietAsync();
        Assert.Equal(1, stack.Deployment.DeadLetters.Counts.Visible);
        stack.Organization.Change(account.Id, one => one.With(role));
        var mark = stack.Mark();

        await stack.InvokeAsync($$"""{"accountId": "{{account.Id}}"}""");

        stack.AssertProtected(account.Id);
        Assert.All(mark.Writes, write => Assert.EndsWith(account.Id, write, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_registration_that_somebody_else_made_is_neither_deleted_nor_doubled()
    {
        var account = Stack.Vend("made-in-the-console");
        var made = Stack.Server.Vendor.Seed(
            account.Id, "Payments, made by Alice", AwsNames.Role(account.Id, "AlicesRole"));

        Stack.Announce(account);
        await Stack.QuietAsync();

        var kept = Assert.Single(Stack.Server.Vendor.Connectors.Of(account.Id));
        Assert.Equal((made.Id, made.DisplayName), (kept.Id, kept.DisplayName));
        Stack.AssertProtected(account.Id);
    }

    [Fact]
    public async Task A_second_registration_that_somebody_else_made_is_left_to_them()
    {
        var account = Stack.Vend("with-a-second");
        Stack.Announce(account);
        await Stack.QuietAsync();
        var theirs = Stack.Server.Vendor.Seed(
            account.Id, "Payments, made by Bob", AwsNames.Role(account.Id, "BobsRole"));
        var mark = Stack.Mark();

        Stack.Announce(account);
        await Stack.QuietAsync();

        Assert.Empty(mark.Writes);
        Assert.Contains(theirs, Stack.Server.Vendor.Connectors.Of(account.Id));
    }

    [Fact]
    public async Task AssumeRole_that_is_refused_right_after_vending_is_tried_until_it_works()
    {
        var account = Stack.Vend("not-ready");
        var role = Stack.Organization.Account(account.Id).Role(ControlTowerAccount.ExecutionRole)!;
        Stack.Organization.Change(account.Id, one => one.WithoutRole(role.Name));
        Stack.Announce(account);
        await Stack.OutcomeAsync(account.Id, "retry");

        Stack.Organization.Change(account.Id, one => one.With(role));
        await Stack.QuietAsync();

        Stack.AssertProtected(account.Id);
        Assert.DoesNotContain(Stack.Outcomes(account.Id), outcome => outcome.Outcome is "skipped" or "rejected");
    }

    [Fact]
    public async Task A_failure_is_not_reported_as_success()
    {
        var account = Stack.Vend("failing");
        Stack.Organization.Change(account.Id, one => one.WithoutRole(ControlTowerAccount.ExecutionRole));

        var asEvent = await Stack.InvokeAsync(Stack.Created(account).ToJson());

        Assert.IsType<InvocationResult.FunctionError>(asEvent);
    }

    [Fact]
    public async Task An_account_that_is_announced_in_several_regions_is_registered_once()
    {
        var account = Stack.Vend("announced-everywhere");
        foreach (var region in new[] { "us-east-1", "ap-southeast-2", Stack.Organization.Region })
        {
            var bus = new SandboxEventBus(region, Stack.Organization.ManagementAccountId);
            bus.Add(new SandboxEventRule(
                "forward-home",
                LifecyclePattern.Create("aws.controltower", LifecyclePattern.ServiceEvent, [], null),
                [new SandboxEventTarget.Bus(Stack.Deployment.Bus, Stack.Deployment.Bus.Arn)]));
            bus.Put(Stack.Created(account));
        }

        await Stack.QuietAsync();
        await Stack.WordsAsync(account.Id, 3);

        Stack.AssertProtected(account.Id);
    }
}
