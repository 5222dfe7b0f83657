using System.Collections.Immutable;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.CloudAccounts;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.CloudAccounts;

/// <summary>Accounts that another owner connected stay as they are, unless the setting says otherwise.</summary>
public sealed class OtherOwnersTests
{
    public static TheoryData<string> Owners => ["organization", "terraform", "provider", "role"];

    [Theory]
    [MemberData(nameof(Owners))]
    public async Task Account_of_another_owner_is_reported_and_not_changed(string owner)
    {
        await using var cloud = await CloudAccountsStack.StartAsync(CloudAccountsStack.Alone);
        var account = cloud.Stack.Vend("of another owner");
        cloud.Tenant.Seed(Of(owner, account.Id));
        var before = cloud.Stack.Server.Snapshot();

        var outcome = await cloud.RunAsync(account);

        Assert.Equal("unchanged", outcome.Outcome);
        Assert.StartsWith("connected to Cloud Accounts ", outcome.Why, StringComparison.Ordinal);
        Assert.Empty(cloud.Stack.Server.Snapshot().ChangesSince(before));
    }

    [Fact]
    public async Task Account_of_another_owner_is_taken_over_if_the_setting_says_so()
    {
        await using var cloud = await CloudAccountsStack.StartAsync(
            CloudAccountsStack.Alone, ("CLOUD_ACCOUNTS_FOREIGN", "take-over"));
        var account = cloud.Stack.Vend("taken over");
        cloud.Tenant.Seed(Of("role", account.Id));

        Assert.Equal("onboarded", (await cloud.RunAsync(account)).Outcome);

        cloud.AssertConnected(account);
        Assert.Equal(0, cloud.Tenant.Calls.Count("DELETE /awsAccounts/{id}"));
    }

    [Theory]
    [InlineData(true, "unchanged", "connected to Cloud Accounts by CloudFormation stack Made-By-Hand; it is left alone")]
    [InlineData(false, "rejected", "is of CloudFormation stack Made-By-Hand, but the account is not connected to Cloud Accounts with it")]
    public async Task Role_of_another_stack_is_left_alone_and_protects_only_with_a_connection(bool isConnected, string expected, string why)
    {
        await using var cloud = await CloudAccountsStack.StartAsync(CloudAccountsStack.Alone);
        var account = cloud.Stack.Vend("another stack");
        var now = TimeProvider.System.GetUtcNow();
        cloud.Stack.Organization.Change(account.Id, changed => changed.With(new SandboxRole
        {
            Name = "VisionOneRole",
            Arn = CloudAccountsStack.RoleArn(account),
            Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"arn:aws:iam::444455556666:root"}}]}""",
            Tags = ImmutableSortedDictionary<string, string>.Empty.Add("VisionOneCloudFormationStackName", "Made-By-Hand"),
            CreatedAt = now,
            AssumableFrom = now,
        }));
        if (isConnected)
            cloud.Tenant.Seed(Of("stack", account.Id));
        var before = cloud.Stack.Server.Snapshot();

        var outcome = await cloud.RunAsync(account);

        Assert.Equal(expected, outcome.Outcome);
        Assert.EndsWith(why, outcome.Why, StringComparison.Ordinal);
        Assert.Empty(cloud.Stack.Server.Snapshot().ChangesSince(before));
    }

    private static CloudAccount Of(string owner, string id) => new()
    {
        Id = id,
        Name = $"alias-{id}",
        RoleArn = AwsNames.Role(id, owner == "role" ? "AnotherRole" : "VisionOneRole"),
        OrganizationId = owner == "organization" ? "o-exampleorg1" : null,
        IsTerraformDeployed = owner == "terraform",
        IsTerraformProviderDeployed = owner == "provider",
        State = "managed",
        ConnectedAt = TimeProvider.System.GetUtcNow(),
    };
}
