using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.ControlTower;
using ControlTowerLifecycle.Aws.Lambda;
using ControlTowerLifecycle.Aws.Organizations;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Contract;

/// <summary>
/// The contract on the sandbox, plus what moto lacks: Control Tower, Lambda and the check of page tokens.
/// </summary>
public sealed class SandboxContract(SandboxEmulator sandbox) : AwsContract, IClassFixture<SandboxEmulator>
{
    [Fact]
    public async Task Control_Tower_lists_the_governed_accounts()
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
    public async Task Denied_call_of_Control_Tower_names_the_action()
    {
        var governance = new ControlTowerGovernance(
            new ControlTowerClient(Connect(sandbox.Unauthorized)), AccountId.Parse(sandbox.ManagementAccountId));

        var unknown = Assert.IsType<Governance.Unknown>(await governance.ReadAsync(Token));

        Assert.Contains("controltower:ListLandingZones", unknown.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_page_token_of_Organizations_is_refused_as_invalid_input()
    {
        var organizations = new OrganizationsClient(Connect());

        var refused = await Assert.ThrowsAsync<AwsException>(() => organizations.ListAccountsAsync("unknown", Token));

        Assert.Equal("InvalidInputException", refused.Code);
    }

    [Fact]
    public async Task Missing_function_needs_the_operator()
    {
        var missing = await Assert.ThrowsAsync<AwsException>(
            () => new LambdaClient(Connect()).InvokeEventAsync("missing", "{}", Token));
        var denied = await Assert.ThrowsAsync<AwsException>(
            () => new LambdaClient(Connect(sandbox.Unauthorized)).InvokeEventAsync("missing", "{}", Token));

        Assert.Equal(("ResourceNotFoundException", FailureKind.NeedsOperator), (missing.Code, missing.Kind));
        Assert.Contains("lambda:InvokeFunction", denied.Advice, StringComparison.Ordinal);
    }

    protected override IAwsEmulator GetEmulator() => sandbox;
}
