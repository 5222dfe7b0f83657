using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Failures;

/// <summary>An organization in which every new role must have a permissions boundary.</summary>
public sealed class PermissionsBoundaryTests
{
    private const string Boundary = "TeamBoundary";

    [Fact]
    public async Task Account_is_onboarded_as_soon_as_it_has_the_policy_of_the_boundary()
    {
        await using var stack = await TestStack.StartConnectedAsync(
            TestStack.Quick with { Variables = TestStack.Variable("CONNECTOR_ROLE_PERMISSIONS_BOUNDARY", Boundary) });
        var account = stack.Vend("bounded");
        var policy = AwsNames.Policy(account.Id, Boundary);

        stack.Announce(account);
        await stack.WaitForOutcomeAsync(account.Id, "retry");
        await stack.WaitForLineAsync("the advice named the setting", line =>
            line.Contains(account.Id, StringComparison.Ordinal)
            && line.Contains("create the managed policy of CONNECTOR_ROLE_PERMISSIONS_BOUNDARY", StringComparison.Ordinal));
        stack.Organization.Change(account.Id, existing => existing with { ManagedPolicyArns = [policy] });

        await stack.WaitForOutcomeAsync(account.Id, "onboarded");
        await stack.WaitUntilIdleAsync();
        stack.AssertProtected(account.Id);
        Assert.Equal(
            policy, stack.Organization.Account(account.Id).Role(DefaultOrganization.PredecessorRole)!.PermissionsBoundary);
    }
}
