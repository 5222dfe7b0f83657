using System.Net;
using System.Net.Sockets;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.CloudAccounts;

/// <summary>A deployment that cannot work fails at once, with what to do.</summary>
public sealed class DeploymentFailureTests
{
    [Fact]
    public async Task Key_of_Workload_Security_is_refused()
    {
        await using var stack = await TestStack.StartAsync(CloudAccountsStack.Options(CloudAccountsStack.Alone));
        stack.Server.Secrets.Put(Sandbox.SandboxServer.VisionOneSecretName, stack.Server.Vendor.Key.Secret, null, ["AWSCURRENT"]);

        await AssertFailsAsync(stack, "holds a key of Workload Security, not of Trend Vision One");
    }

    [Fact]
    public async Task Key_of_another_region_is_refused()
    {
        await using var stack = await TestStack.StartAsync(CloudAccountsStack.Options(CloudAccountsStack.Alone));
        stack.Server.CloudAccounts.IsKeyActive = false;

        await AssertFailsAsync(stack, "CLOUD_ACCOUNTS_REGION is the region of that key");
    }

    [Fact]
    public async Task Key_without_the_right_is_refused()
    {
        await using var stack = await TestStack.StartAsync(CloudAccountsStack.Options(CloudAccountsStack.Alone));
        stack.Server.CloudAccounts.Forbid("GET /awsAccounts");

        await AssertFailsAsync(stack, "may view, add, edit and delete Cloud Accounts");
    }

    [Fact]
    public async Task Key_is_not_sent_to_the_host_that_a_link_names()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await using var stack = await TestStack.StartAsync(CloudAccountsStack.Options(CloudAccountsStack.Alone));
        stack.Server.CloudAccounts.NextLinks.Enqueue($"/http://{other.LocalEndpoint}/awsAccounts");

        var result = await stack.CreateAsync("1");

        Assert.Equal(StackStatus.CreateComplete, result.Status);
        Assert.Empty(stack.Server.CloudAccounts.NextLinks);
        Assert.False(other.Pending());
    }

    [Fact]
    public async Task Feature_that_does_not_exist_is_refused()
    {
        await using var stack = await TestStack.StartAsync(CloudAccountsStack.Options(
            CloudAccountsStack.Alone, ("CLOUD_ACCOUNTS_FEATURES", "no-such-feature")));

        await AssertFailsAsync(stack, "CLOUD_ACCOUNTS_FEATURES names features that do not exist: no-such-feature");
    }

    [Fact]
    public async Task Missing_business_is_refused()
    {
        await using var stack = await TestStack.StartAsync(CloudAccountsStack.Options(
            CloudAccountsStack.Alone, ("CLOUD_ACCOUNTS_BUSINESS_ID", "")));

        await AssertFailsAsync(stack, "CLOUD_ACCOUNTS_BUSINESS_ID is missing");
    }

    private static async Task AssertFailsAsync(TestStack stack, string sentence)
    {
        var result = await stack.CreateAsync("1");

        Assert.Equal(StackStatus.RollbackComplete, result.Status);
        Assert.Contains(sentence, result.Reason, StringComparison.Ordinal);
        Assert.True(stack.Deployment.WorkQueue.Counts.IsEmpty);
    }
}
