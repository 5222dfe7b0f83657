using System.Text.Json.Nodes;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.CloudAccounts.Connections;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.CloudAccounts;

public class ListedConnectionsTests : IConnectionLog
{
    private readonly FakeCloudAccounts _vendor = new();
    private readonly List<string> _notManaged = [];
    private readonly List<string> _differences = [];
    private IReadOnlyDictionary<string, int>? _states;

    /// <summary>The vendor allows pages of 25, 50, 100, 500, 1000 and 5000.</summary>
    [Fact]
    public async Task List_is_read_in_pages_of_500()
    {
        using var wire = new ScriptedHttp();
        wire.Answer(200, """{"items":[]}""");

        await ListedConnections.ReadAsync(
            new CloudAccountsApi(wire).Client, CloudSample.Role, new(), takesOver: false, this,
            TestContext.Current.CancellationToken);

        Assert.Equal("?top=500", Assert.Single(wire.Sent).Uri.Query);
    }

    [Fact]
    public async Task Account_without_a_connection_is_missing()
    {
        _vendor.Add("111122223333", "arn:aws:iam::111122223333:role/VisionOneRole");

        Assert.IsType<Registration.Missing>((await ListAsync()).Find(Sample.Account));
    }

    [Theory]
    [InlineData(false, "ours")]
    [InlineData(true, "ours+workload")]
    public async Task Connection_on_our_role_is_right(bool hasWorkload, string id)
    {
        _vendor.Add("444455556666", CloudSample.RoleArn, account => account["connectedSecurityServices"] = hasWorkload
            ? JsonNode.Parse("""[{"name":"workload","instanceIds":["i"]}]""")
            : null);

        var right = Assert.IsType<Registration.Right>((await ListAsync()).Find(Sample.Account));

        Assert.Equal(new KnownRegistration("cloud-accounts", id, CloudSample.RoleArn), right.Known);
        Assert.Equal(hasWorkload, KnownConnection.HasWorkload(right.Known));
        Assert.Equal(CloudSample.RoleArn, KnownConnection.Read(Sample.Id, right.Known)!.RoleArn);
    }

    [Theory]
    [InlineData("organizationID", "\"o-1\"")]
    [InlineData("isTerraformDeployed", "true")]
    [InlineData("isTFProviderDeployed", "true")]
    [InlineData("roleArn", "\"arn:aws:iam::444455556666:role/Other\"")]
    public async Task Connection_of_another_owner_is_connected_otherwise(string member, string value)
    {
        _vendor.Add("444455556666", CloudSample.RoleArn, account => account[member] = JsonNode.Parse(value));

        var connections = await ListAsync();

        var otherwise = Assert.IsType<Registration.ConnectedOtherwise>(connections.Find(Sample.Account));
        Assert.True(KnownConnection.Read(Sample.Id, otherwise.Known!)!.IsOtherOwners);
        Assert.False(connections.IsUnderOurName(Sample.Id));
        Assert.Empty(_states!);
    }

    [Theory]
    [InlineData("organizationID", "\"o-1\"", true)]
    [InlineData("roleArn", "\"arn:aws:iam::444455556666:role/Other\"", false)]
    public async Task Connection_of_another_owner_that_is_taken_over_is_right_on_our_role(string member, string value, bool isRight)
    {
        _vendor.Add("444455556666", CloudSample.RoleArn, account => account[member] = JsonNode.Parse(value));

        var registration = (await ListAsync(takesOver: true)).Find(Sample.Account);

        Assert.Equal(isRight ? typeof(Registration.Right) : typeof(Registration.Drifted), registration.GetType());
    }

    [Theory]
    [InlineData("""{"roleArn":"","sources":["conformity"]}""")]
    [InlineData("""{"roleArn":"arn:aws:iam::444455556666:role/VisionOneRole","state":"failed"}""")]
    public async Task Legacy_import_and_failed_connection_are_drifted(string members)
    {
        _vendor.Add("444455556666", null, account =>
        {
            foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
                account[name] = value?.DeepClone();
        });

        Assert.IsType<Registration.Drifted>((await ListAsync()).Find(Sample.Account));
    }

    [Fact]
    public async Task States_of_our_connections_are_counted_over_all_pages_and_named()
    {
        for (var number = 1; number <= 7; number++)
        {
            var id = Sample.Numbered(number).Value;
            var state = number switch { 1 => "outdated", 2 => "failed", 3 => "a-new-state", _ => "managed" };
            _vendor.Add(id, $"arn:aws:iam::{id}:role/VisionOneRole", account => account["state"] = state);
        }

        await ListAsync();

        Assert.Equal(["000000000001 outdated", "000000000002 failed", "000000000003 a-new-state"], _notManaged);
        Assert.Equal(
            ["a-new-state=1", "failed=1", "managed=4", "outdated=1"],
            _states!.Select(state => $"{state.Key}={state.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(4, _vendor.Calls.Count);
    }

    [Fact]
    public async Task Connection_with_our_description_is_an_orphan_until_its_account_is_claimed()
    {
        _vendor.Add("444455556666", CloudSample.RoleArn, account => account["description"] = ConnectionFields.Description);
        _vendor.Add("111122223333", "arn:aws:iam::111122223333:role/VisionOneRole");

        var connections = await ListAsync();

        Assert.True(connections.IsUnderOurName(Sample.Id));
        Assert.False(connections.IsUnderOurName(Sample.Management));
        Assert.Equal(1, connections.Unclaimed);
        connections.Claim(Sample.Id);
        Assert.Equal(0, connections.Unclaimed);
    }

    [Theory]
    [InlineData("""{"connectedSecurityServices":[{"name":"workload","instanceIds":["0F7E0A52-3C1D-4C2B-9A57-2F6F0C8E9D11"]}],"features":[{"id":"a"},{"id":"b"}]}""", null)]
    [InlineData("""{"features":[{"id":"a"}]}""", "instance 0f7e0a52-3c1d-4c2b-9a57-2f6f0c8e9d11 does not receive the account")]
    [InlineData("""{"connectedSecurityServices":[{"name":"workload","instanceIds":["0f7e0a52-3c1d-4c2b-9a57-2f6f0c8e9d11"]}],"features":[{"id":"b"}]}""", "features are off: a")]
    public async Task Difference_from_the_settings_is_reported_and_the_connection_is_right(string members, string? difference)
    {
        _vendor.Add("444455556666", CloudSample.RoleArn, account =>
        {
            foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
                account[name] = value?.DeepClone();
        });

        var connections = await ListAsync(options: new ConnectionOptions { InstanceId = CloudSample.InstanceId, Features = [new("a", [])] });

        Assert.Equal(difference, _differences.SingleOrDefault());
        Assert.IsType<Registration.Right>(connections.Find(Sample.Account));
    }

    void IConnectionLog.Differs(Connection connection, string difference) => _differences.Add(difference);

    void IConnectionLog.NotManaged(Connection connection) => _notManaged.Add($"{connection.AccountId} {connection.State}");

    void IConnectionLog.Listed(IReadOnlyDictionary<string, int> states) => _states = states;

    private Task<ListedConnections> ListAsync(bool takesOver = false, ConnectionOptions? options = null) =>
        ListedConnections.ReadAsync(
            new CloudAccountsApi(_vendor).Client, CloudSample.Role, options ?? new(), takesOver, this, TestContext.Current.CancellationToken);
}
