using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.ControlTower;
using ControlTowerLifecycle.Aws.Lambda;
using ControlTowerLifecycle.Aws.Organizations;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Contract;

/// <summary>With what moto has not: Control Tower, Lambda, and tokens refused in the words of Organizations.</summary>
public sealed class SandboxContract(SandboxEmulator sandbox) : AwsContract, IClassFixture<SandboxEmulator>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Control_Tower_names_the_accounts_that_it_governs()
    {
        var governance = new ControlTowerGovernance(
            new ControlTowerClient(Connect()), AccountId.Parse(sandbox.ManagementAccountId));

        var known = Assert.IsType<Governance.Known>(await governance.ReadAsync(Token));

        var governed = sandbox.MemberAccountIds.Append(sandbox.ManagementAccountId)
            .Where(id => id != DefaultOrganization.UngovernedId);
        Assert.Equal(
            governed.ToHashSet(StringComparer.Ordinal),
            known.Accounts.Select(account => account.Value).ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Who_may_not_ask_Control_Tower_is_told_the_action()
    {
        var governance = new ControlTowerGovernance(
            new ControlTowerClient(Connect(sandbox.Bystander)), AccountId.Parse(sandbox.ManagementAccountId));

        var unknown = Assert.IsType<Governance.Unknown>(await governance.ReadAsync(Token));

        Assert.Contains("controltower:ListLandingZones", unknown.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_organizations_did_not_give_is_refused_as_invalid_input()
    {
        var organizations = new OrganizationsClient(Connect());

        var refused = await Assert.ThrowsAsync<AwsException>(() => organizations.ListAccountsAsync("of-nobody", Token));

        Assert.Equal("InvalidInputException", refused.Code);
    }

    [Fact]
    public async Task A_function_that_is_not_there_goes_to_a_person()
    {
        var missing = await Assert.ThrowsAsync<AwsException>(
            () => new LambdaClient(Connect()).InvokeEventAsync("nobody", "{}", Token));
        var denied = await Assert.ThrowsAsync<AwsException>(
            () => new LambdaClient(Connect(sandbox.Bystander)).InvokeEventAsync("nobody", "{}", Token));

        Assert.Equal(("ResourceNotFoundException", FailureKind.NeedsOperator), (missing.Code, missing.Kind));
        Assert.Contains("lambda:InvokeFunction", denied.Advice, StringComparison.Ordinal);
    }

    protected override IAwsEmulator FindGround() => sandbox;
}
