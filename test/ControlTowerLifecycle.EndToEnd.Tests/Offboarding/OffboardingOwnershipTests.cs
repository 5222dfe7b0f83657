using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Offboarding;

/// <summary>Offboarding removes only what the functions created.</summary>
public sealed class OffboardingOwnershipTests(OffboardingStack offboarding) : IClassFixture<OffboardingStack>
{
    private TestStack Stack => offboarding.Stack;

    [Fact]
    public async Task Connector_of_the_predecessor_stays_on_a_closed_account()
    {
        var account = Stack.Vend("taken over");
        var foreign = Stack.Server.Vendor.Seed(
            account.Id, $"ControlTower - taken over - {account.Id}", OffboardingStack.ConnectorRoleArn(account));
        Stack.Announce(account);
        await Stack.WaitUntilIdleAsync();

        await offboarding.CloseAsync(account);

        Assert.Equal([foreign.Id], offboarding.Connectors(account));
        Assert.Equal("left", Stack.Outcomes(account.Id)[^1].Outcome);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connector_made_by_another_party_stays(bool isOnOurRole)
    {
        var account = await offboarding.OnboardAsync("foreign");
        var arn = isOnOurRole
            ? OffboardingStack.ConnectorRoleArn(account)
            : "arn:aws:iam::999999999999:role/MadeByHand";
        var foreign = Stack.Server.Vendor.Seed(account.Id, "made by hand", arn);

        await offboarding.UnenrollAsync(account);

        Assert.Equal([foreign.Id], offboarding.Connectors(account));
        Assert.Equal(isOnOurRole, offboarding.ConnectorRole(account) is not null);
    }

    [Fact]
    public async Task Role_with_a_foreign_policy_needs_the_operator()
    {
        var account = await offboarding.OnboardAsync("shared");
        Stack.ChangeRole(
            account.Id, role => role with { AttachedPolicyArns = [SandboxRole.AdministratorAccess] });

        await offboarding.UnenrollAsync(account);

        Assert.Empty(offboarding.Connectors(account));
        Assert.NotNull(offboarding.ConnectorRole(account));
        var failure = await Stack.WaitForLineAsync("the failure was logged", line =>
            line.Contains("action required", StringComparison.Ordinal)
                && line.Contains(account.Id, StringComparison.Ordinal));
        Assert.Contains("detach or delete the policies", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Role_without_our_tag_stays()
    {
        var account = await offboarding.OnboardAsync("untagged");
        Stack.ChangeRole(account.Id, role => role with { Tags = role.Tags.Remove("ManagedBy") });

        await offboarding.UnenrollAsync(account);

        Assert.Empty(offboarding.Connectors(account));
        Assert.NotNull(offboarding.ConnectorRole(account));
    }
}
