using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Vendor;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.KnownProblems;

/// <summary>Connectors that exist before an account is onboarded.</summary>
public sealed class ForeignConnectorTests(ConnectedStack connected) : IClassFixture<ConnectedStack>
{
    private const string ConnectorRole = "CloudOneWorkloadConnectorRole";

    private TestStack Stack => connected.Stack;

    private ConnectorStore Connectors => Stack.Server.Vendor.Connectors;

    [Fact]
    public async Task Connector_with_our_name_on_the_role_of_Cloud_Accounts_is_left_alone()
    {
        var account = Stack.Vend("connected-through-cloud-accounts");
        var seeded = Seed(account, "VisionOneRole");
        var calls = Stack.RecordCalls();

        Stack.Announce(account);
        var outcome = await Stack.WaitForOutcomeAsync(account.Id, "unchanged");

        Assert.Equal("unchanged", outcome.Outcome);
        Assert.Empty(calls.Writes);
        Assert.Equal([seeded], Connectors.Of(account.Id));
    }

    [Fact]
    public async Task Existing_connector_without_account_id_is_adopted_and_no_second_one_is_registered()
    {
        var account = Stack.Vend("never-synchronized");
        var seeded = Seed(account, ConnectorRole) with { IsUnsynchronized = true };
        Connectors.Replace(seeded);
        Stack.Server.Vendor.RefusesSecondConnector = true;

        Stack.Announce(account);
        await Stack.WaitForOutcomeAsync(account.Id, "onboarded");
        await Stack.WaitUntilIdleAsync();

        Assert.Equal(seeded.Id, Assert.Single(Connectors.Of(account.Id)).Id);
        Assert.Equal(1, Stack.Server.Vendor.Calls.Count("POST /awsconnectors", account.Id));
    }

    [Fact]
    public async Task Connector_of_Cloud_Accounts_that_must_be_taken_over_is_named_in_the_failure()
    {
        await using var stack = await TestStack.StartConnectedAsync(
            TestStack.Quick with { Variables = TestStack.Variable("FOREIGN_CONNECTORS", "take-over") });
        var account = stack.Vend("of-cloud-accounts");
        var seeded = stack.Server.Vendor.Seed(account.Id, "Cloud Accounts", AwsNames.Role(account.Id, "VisionOneRole"));
        stack.Server.Vendor.Connectors.Replace(seeded with { IsOfCloudAccounts = true });

        stack.Announce(account);
        await stack.WaitForOutcomeAsync(account.Id, "rejected");

        var line = await stack.WaitForLineAsync("the outcome was logged", text => text.Contains("rejected", StringComparison.Ordinal));
        Assert.Contains(
            $"connector {seeded.Id} is managed by Trend Vision One Cloud Accounts", line, StringComparison.Ordinal);
        Assert.DoesNotContain("API key", line, StringComparison.Ordinal);
        Assert.Equal(1, stack.Server.Vendor.Calls.Count("POST /awsconnectors/{id}"));
    }

    private SandboxConnector Seed(ControlTowerLifecycle.Sandbox.Events.NamedAccount account, string role) =>
        Stack.Server.Vendor.Seed(
            account.Id, $"ControlTower - {account.Name} - {account.Id}", AwsNames.Role(account.Id, role));
}
