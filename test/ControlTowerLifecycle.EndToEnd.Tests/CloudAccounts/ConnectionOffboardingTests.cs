using System.Net;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.CloudAccounts;

/// <summary>The connection of an account that left.</summary>
public sealed class ConnectionOffboardingTests
{
    [Theory]
    [InlineData("disconnect", true)]
    [InlineData("keep", false)]
    public async Task Connection_is_removed_only_if_the_setting_says_so_and_nothing_in_AWS_is(string left, bool isRemoved)
    {
        await using var cloud = await CloudAccountsStack.StartAsync(CloudAccountsStack.Alone, ("ACCOUNT_LEFT", left));
        var account = await cloud.OnboardAsync("leaving");
        var inTheAccount = cloud.Account(account).Describe().Skip(1).ToList();

        await CloseAsync(cloud, account);

        Assert.Equal(isRemoved, cloud.Tenant.Find(account.Id) is null);
        Assert.Equal(inTheAccount, cloud.Account(account).Describe().Skip(1));
    }

    [Fact]
    public async Task Connection_that_is_not_on_record_stays()
    {
        await using var cloud = await CloudAccountsStack.StartAsync(CloudAccountsStack.Alone, ("ACCOUNT_LEFT", "disconnect"));
        var account = cloud.Stack.Vend("connected before");
        cloud.Tenant.Seed(new Sandbox.CloudAccounts.CloudAccount
        {
            Id = account.Id,
            Name = $"alias-{account.Id}",
            RoleArn = CloudAccountsStack.RoleArn(account),
            ConnectedAt = TimeProvider.System.GetUtcNow(),
        });
        await cloud.RunAsync(account);

        await CloseAsync(cloud, account);

        Assert.NotNull(cloud.Tenant.Find(account.Id));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.NotFound)]
    public async Task Connection_that_a_firewall_keeps_stays_on_record_until_it_is_removed(HttpStatusCode status)
    {
        const string delete = "DELETE /awsAccounts/{id}";
        await using var cloud = await CloudAccountsStack.StartAsync(CloudAccountsStack.Alone, ("ACCOUNT_LEFT", "disconnect"));
        var account = await cloud.OnboardAsync("leaving");
        cloud.Tenant.Block(delete, status);
        await CloseAsync(cloud, account);
        Assert.NotEqual("left", cloud.Stack.Outcomes(account.Id)[^1].Outcome);
        Assert.NotNull(cloud.Tenant.Find(account.Id));
        cloud.Tenant.Unblock(delete);

        await CloseAsync(cloud, account);

        Assert.Null(cloud.Tenant.Find(account.Id));
    }

    private static async Task CloseAsync(CloudAccountsStack cloud, NamedAccount account)
    {
        cloud.Stack.Organization.SetState(account.Id, SandboxAccountState.Closed);
        await cloud.Stack.InvokeAsync(
            cloud.Stack.Deployment.ControlTower.CloseAccountResult(account, succeeded: true).ToJson());
    }
}
