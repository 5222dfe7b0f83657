using System.Net;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.CloudAccounts;
using ControlTowerLifecycle.Sandbox.Faults;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.CloudAccounts;

/// <summary>A vended account is connected to Cloud Accounts, once, whatever happens on the way.</summary>
public sealed class ConnectingTests
{
    private const string Connect = "POST /awsAccounts";

    [Fact]
    public async Task Vended_account_is_connected_with_provider_policies_and_role()
    {
        await using var cloud = await CloudAccountsStack.StartAsync(CloudAccountsStack.Alone);
        var account = cloud.Stack.Vend("vended");

        var outcome = await cloud.RunAsync(account);

        Assert.Equal("onboarded", outcome.Outcome);
        // The first five are made at the same time.
        Assert.Equal(
            ["create-oidc-provider", "create-policy", "create-policy", "create-policy", "create-role"],
            outcome.Steps.Take(5).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["attach-role-policy", "attach-role-policy", "attach-role-policy", "connect-account", "connection-managed"],
            outcome.Steps.Skip(5));
        cloud.AssertConnected(account);
        Assert.Empty(cloud.Stack.Server.Vendor.Calls.Records);
        Assert.Empty(cloud.Tenant.Refusals);
    }

    [Fact]
    public async Task Management_account_is_connected_with_the_function_s_own_credentials()
    {
        await using var cloud = await CloudAccountsStack.StartAsync(CloudAccountsStack.Alone);
        var management = new Sandbox.Events.NamedAccount(cloud.Stack.Organization.ManagementAccountId, "management");

        Assert.Equal("onboarded", (await cloud.RunAsync(management)).Outcome);

        cloud.AssertConnected(management);
    }

    [Fact]
    public async Task Unchanged_account_is_read_and_not_written()
    {
        await using var cloud = await CloudAccountsStack.StartAsync(CloudAccountsStack.Alone);
        var account = await cloud.OnboardAsync("unchanged");
        var calls = cloud.Stack.RecordCalls();

        Assert.Equal("unchanged", (await cloud.RunAsync(account)).Outcome);

        Assert.Empty(calls.Writes);
        Assert.Equal(1, calls.Count("GET /awsAccounts/{id}"));
    }

    [Fact]
    public async Task Account_gets_both_protections()
    {
        await using var cloud = await CloudAccountsStack.StartAsync(CloudAccountsStack.Both);
        var account = await cloud.OnboardAsync("both");

        cloud.Stack.AssertProtected(account.Id);
        var calls = cloud.Stack.RecordCalls();
        Assert.Equal("unchanged", (await cloud.RunAsync(account)).Outcome);
        Assert.Empty(calls.Writes);
    }

    [Fact]
    public async Task Account_that_an_instance_watches_gets_no_connector()
    {
        await using var cloud = await CloudAccountsStack.StartAsync(
            CloudAccountsStack.Both, ("CLOUD_ACCOUNTS_INSTANCE_ID", CloudAccountsTenant.InstanceId));
        cloud.Tenant.InstanceIds = [CloudAccountsTenant.InstanceId];
        var account = await cloud.OnboardAsync("one of both");

        Assert.Empty(cloud.Stack.Server.Vendor.Connectors.Of(account.Id));
        Assert.Contains(CloudAccountsTenant.InstanceId, cloud.Tenant.Find(account.Id)!.ConnectedSecurityServices.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("unchanged", (await cloud.RunAsync(account)).Outcome);
    }

    [Fact]
    public async Task Lost_response_to_the_connection_leaves_one_connection()
    {
        await using var cloud = await CloudAccountsStack.StartAsync(CloudAccountsStack.Alone);
        var account = cloud.Stack.Vend("lost response");
        cloud.Stack.Server.Faults.Inject(FaultNames.ResetAfter, CloudAccountsTenant.Name, Connect);

        var outcome = await cloud.RunAsync(account);

        Assert.Equal("onboarded", outcome.Outcome);
        Assert.Equal(1, cloud.Tenant.Calls.Count(Connect));
        Assert.Equal(1, cloud.Tenant.Find(account.Id)!.Version);
        cloud.AssertConnected(account);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(409)]
    [InlineData(491)]
    public async Task Account_that_another_run_connects_meanwhile_is_adopted(int status)
    {
        await using var cloud = await CloudAccountsStack.StartAsync(CloudAccountsStack.Alone);
        cloud.Tenant.DuplicateStatus = (HttpStatusCode)status;
        var account = cloud.Stack.Vend("connected meanwhile");
        using var race = cloud.Stack.Server.Faults.OnArrival((call, _) =>
        {
            if (call.Operation == Connect)
                cloud.Tenant.Seed(Connected(account.Id, CloudAccountsStack.RoleArn(account)));
            return Task.CompletedTask;
        });

        var outcome = await cloud.RunAsync(account);

        Assert.Equal("onboarded", outcome.Outcome);
        Assert.Contains("adopt-connection", outcome.Steps);
        Assert.Equal(1, cloud.Tenant.Find(account.Id)!.Version);
    }

    [Fact]
    public async Task Account_that_another_owner_connects_meanwhile_is_left_alone()
    {
        const string other = "arn:aws:iam::999988887777:role/Other";
        await using var cloud = await CloudAccountsStack.StartAsync(CloudAccountsStack.Alone);
        var account = cloud.Stack.Vend("taken meanwhile");
        using var race = cloud.Stack.Server.Faults.OnArrival((call, _) =>
        {
            if (call.Operation == Connect)
                cloud.Tenant.Seed(Connected(account.Id, other));
            return Task.CompletedTask;
        });

        await cloud.RunAsync(account);

        Assert.Equal(other, cloud.Tenant.Find(account.Id)!.RoleArn);
        Assert.Equal("unchanged", (await cloud.RunAsync(account)).Outcome);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(491)]
    public async Task Role_that_cannot_be_assumed_for_a_while_is_waited_for(int status)
    {
        var options = CloudAccountsStack.Options(CloudAccountsStack.Alone);
        await using var stack = await TestStack.StartAsync(options with
        {
            Sandbox = options.Sandbox with { RolePropagationDelay = TimeSpan.FromSeconds(3) },
        });
        stack.Server.CloudAccounts.RoleStatus = (HttpStatusCode)status;
        var account = stack.Vend("propagating");

        await stack.InvokeAsync(stack.Created(account).ToJson());

        Assert.Equal("onboarded", (await stack.WaitForOutcomeAsync(account.Id, "onboarded")).Outcome);
        Assert.InRange(stack.Server.CloudAccounts.Calls.Count(Connect), 2, 3);
    }

    [Fact]
    public async Task Import_of_an_older_product_is_upgraded_in_place()
    {
        await using var cloud = await CloudAccountsStack.StartAsync(CloudAccountsStack.Alone);
        var account = cloud.Stack.Vend("imported");
        cloud.Tenant.Seed(Connected(account.Id, role: null) with { Sources = ["workload-security"] });

        Assert.Equal("onboarded", (await cloud.RunAsync(account)).Outcome);

        var upgraded = cloud.Tenant.Find(account.Id)!;
        Assert.Equal(["workload-security"], upgraded.Sources);
        Assert.Equal((2, 1), (upgraded.Version, cloud.Tenant.Calls.Count(Connect)));
        Assert.Equal(0, cloud.Tenant.Calls.Count("DELETE /awsAccounts/{id}"));
        cloud.AssertConnected(account);
    }

    private static CloudAccount Connected(string id, string? role) => new()
    {
        Id = id,
        Name = $"alias-{id}",
        RoleArn = role,
        ConnectedAt = TimeProvider.System.GetUtcNow(),
    };
}
