using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.CloudAccounts;

/// <summary>What the settings choose for new connections.</summary>
public sealed class ConnectionOptionsTests
{
    [Theory]
    [InlineData("/beta/cam")]
    [InlineData("/beta/xdr/cam")]
    public async Task Account_is_connected_below_the_prefix_of_the_setting(string prefix)
    {
        await using var cloud = await CloudAccountsStack.StartAsync(
            CloudAccountsStack.Alone, ("CLOUD_ACCOUNTS_PATH_PREFIX", prefix));

        await cloud.OnboardAsync("below another prefix");

        Assert.All(
            cloud.Tenant.Calls.Records,
            call => Assert.StartsWith($"{prefix}/awsAccounts", call.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Container_protection_is_switched_on_and_named_by_the_role()
    {
        await using var cloud = await CloudAccountsStack.StartAsync(
            CloudAccountsStack.Alone, ("CLOUD_ACCOUNTS_FEATURES", "container-security:eu-west-1"));

        var account = await cloud.OnboardAsync("with containers");

        Assert.Equal("container-security", cloud.Account(account).Role("VisionOneRole")!.Tags["VisionOneFeatures"]);
        Assert.Contains(
            "container-security", cloud.Tenant.Find(account.Id)!.Features.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("unchanged", (await cloud.RunAsync(account)).Outcome);
    }
}
