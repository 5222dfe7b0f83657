using ControlTowerLifecycle.CloudAccounts.Api;
using ControlTowerLifecycle.CloudAccounts.Connections;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using static ControlTowerLifecycle.CloudAccounts.CloudAccountsStep;

namespace ControlTowerLifecycle.Tests.CloudAccounts;

public class ConnectionRegistrationTests
{
    private const string Post = "POST awsAccounts";
    private const string Get = "GET awsAccounts/444455556666";

    private static readonly ConnectAccount Connect = new(Sample.Id, new ConnectionFields("payments-prod (444455556666)", CloudSample.RoleArn));

    private readonly FakeCloudAccounts _vendor = new();
    private readonly CloudAccountsApi _api;
    private readonly ConnectionRegistration _registration;

    public ConnectionRegistrationTests()
    {
        _api = new CloudAccountsApi(_vendor);
        _registration = new ConnectionRegistration(_api.Client, _api.Time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_account_is_connected_and_verified_in_two_calls()
    {
        Assert.Equal(["connect-account 444455556666", "connection-managed 444455556666"], await ConnectAsync());
        Assert.Equal([Post, Get], _vendor.Calls);
        Assert.Equal(TimeSpan.Zero, _api.Waited);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(409)]
    [InlineData(491)]
    [InlineData(503)]
    public async Task Account_that_another_run_connected_is_adopted(int status)
    {
        _vendor.DuplicateStatus = status;
        _vendor.Add("444455556666", CloudSample.RoleArn);

        Assert.Equal(["adopt-connection 444455556666", "connection-managed 444455556666"], await ConnectAsync());
        Assert.Equal([Post, Get, Get], _vendor.Calls);
    }

    [Fact]
    public async Task Account_that_another_owner_connected_is_observed_again()
    {
        _vendor.Add("444455556666", CloudSample.RoleArn, account => account["organizationID"] = "o-1");

        await Assert.ThrowsAsync<StaleStateException>(ConnectAsync);
        Assert.Equal([Post, Get], _vendor.Calls);
    }

    [Fact]
    public async Task Lost_response_does_not_connect_twice()
    {
        _vendor.LoseNextResponse();

        Assert.Equal(["connect-account 444455556666", "connection-managed 444455556666"], await ConnectAsync());
        Assert.Equal([Post, Get, Get], _vendor.Calls);
    }

    [Fact]
    public async Task Failure_that_connected_nothing_is_reported()
    {
        _vendor.Script(_ => ScriptedHttp.Response(504, new ByteArrayContent([])));

        var failure = await Assert.ThrowsAsync<CloudAccountsException>(ConnectAsync);

        Assert.Equal(504, failure.Status);
        Assert.Equal(FailureKind.Retryable, failure.Kind);
        Assert.Equal([Post, Get], _vendor.Calls);
    }

    [Fact]
    public async Task Legacy_import_is_upgraded_in_place()
    {
        _vendor.Add("444455556666", null, account => account["sources"] = new System.Text.Json.Nodes.JsonArray("conformity"));

        Assert.Equal(["connect-account 444455556666", "connection-managed 444455556666"], await ConnectAsync());
        Assert.DoesNotContain(_vendor.Calls, call => call.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Failed_upgrade_of_a_legacy_import_is_not_taken_for_a_connection()
    {
        _vendor.Add("444455556666", null, account => account["sources"] = new System.Text.Json.Nodes.JsonArray("conformity"));
        _vendor.Script(_ => ScriptedHttp.Response(400, new ByteArrayContent([])));

        Assert.Equal(400, (await Assert.ThrowsAsync<CloudAccountsException>(ConnectAsync)).Status);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(491)]
    public async Task Role_that_cannot_be_assumed_yet_is_waited_for(int status)
    {
        _vendor.RefusalStatus = status;
        _vendor.RoleIsAssumable = _ => _api.Waited >= TimeSpan.FromSeconds(30);

        var steps = await _registration.ConnectAsync(Connect, Sample.Start, Token);

        Assert.Equal(["connect-account 444455556666", "connection-managed 444455556666"], steps.Select(step => step.ToString()));
        Assert.Equal(TimeSpan.FromSeconds(5 + 10 + 20), _api.Waited);
    }

    [Fact]
    public async Task Wait_for_a_role_is_bounded()
    {
        _vendor.RoleIsAssumable = _ => false;

        var failure = await Assert.ThrowsAsync<CloudAccountsException>(() => _registration.ConnectAsync(Connect, Sample.Start, Token));

        Assert.Equal(FailureKind.Retryable, failure.Kind);
        Assert.InRange(_api.Waited.TotalSeconds, 30, 75);
    }

    [Fact]
    public async Task Refusal_of_an_unchanged_role_is_left_to_the_queue()
    {
        _vendor.RoleIsAssumable = _ => false;

        await Assert.ThrowsAsync<CloudAccountsException>(ConnectAsync);

        Assert.Equal(TimeSpan.Zero, _api.Waited);
        Assert.Equal([Post, Get], _vendor.Calls);
    }

    [Fact]
    public async Task Account_that_becomes_managed_later_is_waited_for()
    {
        _vendor.StateAtRead = read => read < 2 ? "connected" : "managed";

        Assert.Equal("connection-managed 444455556666", (await ConnectAsync())[1]);
        Assert.Equal(TimeSpan.FromSeconds(15), _api.Waited);
    }

    [Theory]
    [InlineData("outdated")]
    [InlineData("failed")]
    [InlineData("a-new-state")]
    public async Task Account_that_does_not_become_managed_is_connected_and_not_verified(string state)
    {
        _vendor.StateAtRead = _ => state;

        Assert.Equal(["connect-account 444455556666", $"connection-not-verified 444455556666 {state}"], await ConnectAsync());
        Assert.Equal(TimeSpan.FromSeconds(30), _api.Waited);
    }

    [Fact]
    public async Task Accepted_connection_that_does_not_exist_is_a_retryable_failure()
    {
        _vendor.Script(_ => ScriptedHttp.Response(207, new ByteArrayContent([])));

        var failure = await Assert.ThrowsAsync<CloudAccountsException>(ConnectAsync);

        Assert.Equal(FailureKind.Retryable, failure.Kind);
        Assert.Equal("Cloud Accounts accepted POST /awsAccounts for 444455556666, but has no such account", failure.Message);
    }

    [Fact]
    public async Task Connection_is_moved_to_our_role_by_its_entity_tag()
    {
        _vendor.Add("444455556666", "arn:aws:iam::444455556666:role/Other");

        var steps = await _registration.ModifyAsync(new ModifyConnection(Sample.Id, CloudSample.RoleArn, "\"7\""), null, Token);

        Assert.Equal(["modify-connection 444455556666", "connection-managed 444455556666"], steps.Select(step => step.ToString()));
        Assert.Equal(CloudSample.RoleArn, (string?)_vendor.Accounts["444455556666"]["roleArn"]);
    }

    [Fact]
    public async Task Connection_that_changed_since_it_was_observed_is_not_modified()
    {
        _vendor.Add("444455556666", "arn:aws:iam::444455556666:role/Other");

        var failure = await Assert.ThrowsAsync<CloudAccountsException>(() =>
            _registration.ModifyAsync(new ModifyConnection(Sample.Id, CloudSample.RoleArn, "\"6\""), null, Token));

        Assert.Equal((412, FailureKind.Retryable), (failure.Status, failure.Kind));
    }

    private async Task<IReadOnlyList<string>> ConnectAsync() =>
        [.. (await _registration.ConnectAsync(Connect, roleChangedAt: null, Token)).Select(step => step.ToString())];
}
