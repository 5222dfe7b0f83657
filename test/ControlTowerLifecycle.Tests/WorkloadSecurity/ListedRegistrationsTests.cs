using System.Text.Json.Nodes;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>The list of a tenant's connectors, and the registration of one account in it.</summary>
public class ListedRegistrationsTests
{
    private const int PageSize = 500;

    private readonly ScriptedHttp _wire = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unlisted_account_is_missing()
    {
        var listed = await ReadAsync(false, Connector(1, Sample.Management));

        Assert.IsType<Registration.Missing>(listed.Find(Sample.Account));
    }

    [Fact]
    public async Task Connector_on_our_role_is_right()
    {
        var listed = await ReadAsync(false, Connector(7, Sample.Id));

        Assert.Equal(
            new Registration.Right(new KnownRegistration("workload-security", "7", Sample.RoleArn)
            {
                ExternalIdHash = ExternalId.Hash("GIVEN-1"),
            }),
            listed.Find(Sample.Account));
    }

    [Fact]
    public async Task Connector_with_our_name_on_another_role_is_connected_otherwise() => Assert.IsType<Registration.ConnectedOtherwise>(
        (await ReadAsync(false, Connector(7, Sample.Id, role: "arn:aws:iam::444455556666:role/Another"))).Find(Sample.Account));

    [Fact]
    public async Task Connector_on_the_role_of_another_account_is_connected_otherwise() => Assert.IsType<Registration.ConnectedOtherwise>(
        (await ReadAsync(false, Connector(7, Sample.Id, role: Sample.Role.ArnIn(Sample.Management)))).Find(Sample.Account));

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(false, true, true)]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    public async Task Connector_without_wanted_WorkSpaces_has_drifted(bool wanted, bool enabled, bool isRight)
    {
        var listed = await ReadAsync(wanted, Connector(7, Sample.Id, workspaces: enabled));

        Assert.Equal(isRight, listed.Find(Sample.Account) is Registration.Right);
    }

    [Fact]
    public async Task Several_connectors_with_a_right_one_need_an_observation() => Assert.IsType<Registration.Several>(
        (await ReadAsync(false, Connector(7, Sample.Id, role: "another"), Connector(8, Sample.Id))).Find(Sample.Account));

    [Fact]
    public async Task Several_connectors_on_other_roles_are_connected_otherwise() => Assert.IsType<Registration.ConnectedOtherwise>(
        (await ReadAsync(false, Connector(7, Sample.Id, role: "another"), Connector(8, Sample.Id, role: "a third"))).Find(Sample.Account));

    [Fact]
    public async Task Only_connectors_under_our_name_count_as_unclaimed()
    {
        var listed = await ReadAsync(
            false,
            Connector(1, Sample.Id),
            Connector(2, Sample.Management, name: "by hand"),
            Connector(3, Sample.Numbered(12), name: "ControlTower - x - 000000000012"));

        Assert.Equal(2, listed.Unclaimed);

        foreach (var account in new[] { Sample.Id, Sample.Id, Sample.Management, Sample.Vendor })
            listed.Claim(account);

        Assert.Equal(1, listed.Unclaimed);
    }

    [Fact]
    public async Task Connector_with_our_name_on_another_role_is_neither_under_our_name_nor_orphaned()
    {
        var listed = await ReadAsync(false, Connector(1, Sample.Id, role: "arn:aws:iam::444455556666:role/VisionOneRole"));

        Assert.False(listed.IsUnderOurName(Sample.Id));
        Assert.Equal(0, listed.Unclaimed);
    }

    [Fact]
    public async Task Account_is_under_our_name_if_one_of_its_connectors_is()
    {
        var listed = await ReadAsync(
            false,
            Connector(1, Sample.Id, name: "by hand"),
            Connector(2, Sample.Id),
            Connector(3, Sample.Management, name: "by hand"));

        Assert.True(listed.IsUnderOurName(Sample.Id));
        Assert.False(listed.IsUnderOurName(Sample.Management));
        Assert.False(listed.IsUnderOurName(Sample.Vendor));
    }

    [Fact]
    public async Task Connector_without_an_AWS_account_is_ignored()
    {
        const string name = "ControlTower - x - 12";

        var listed = await ReadAsync(false, Wire(1, null, name, null, false), Wire(2, "12", name, null, false));

        Assert.Equal(0, listed.Unclaimed);
    }

    [Theory]
    [InlineData(0, PageSize, new[] { 0 })]
    [InlineData(1, PageSize, new[] { 0, 1 })]
    [InlineData(500, PageSize, new[] { 0, 500 })]
    [InlineData(1001, PageSize, new[] { 0, 500, 1000, 1001 })]
    [InlineData(250, 100, new[] { 0, 100, 200, 250 })]
    public async Task List_is_read_in_pages_of_any_size_until_one_is_empty(int connectors, int pageSize, int[] after)
    {
        for (var from = 1; from <= connectors; from += pageSize)
            Answer([.. Enumerable.Range(from, Math.Min(pageSize, connectors - from + 1)).Select(id => Connector(id, Sample.Numbered(id)))]);
        Answer([]);

        var listed = await ReadAsync(false);

        Assert.Equal(after, _wire.Sent.Select(sent => (int)JsonNode.Parse(sent.Body)!["searchCriteria"]![0]!["idValue"]!));
        Assert.Equal(connectors > 0, listed.Find(Named(Math.Max(connectors, 1))) is Registration.Right);
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(5, 4)]
    [InlineData(0, 1)]
    public async Task Ids_that_do_not_rise_need_the_operator(int first, int second)
    {
        Answer([Connector(first, Sample.Id), Connector(second, Sample.Id)]);

        var failed = await Assert.ThrowsAsync<WorkloadSecurityException>(() => ReadAsync(false));

        Assert.Equal(FailureKind.NeedsOperator, failed.Kind);
    }

    [Fact]
    public async Task Repeated_page_is_not_requested_a_third_time()
    {
        JsonNode[] Page() => [.. Enumerable.Range(1, PageSize).Select(id => Connector(id, Sample.Numbered(id)))];
        Answer(Page());
        Answer(Page());

        await Assert.ThrowsAsync<WorkloadSecurityException>(() => ReadAsync(false));

        Assert.Equal(2, _wire.Sent.Count);
    }

    [Fact]
    public async Task Connector_of_ours_with_an_earlier_name_of_the_account_has_drifted() => Assert.IsType<Registration.Drifted>(
        (await ReadAsync(false, Connector(7, Sample.Id, name: $"ControlTower - earlier - {Sample.Id}"))).Find(Sample.Account));

    [Fact]
    public async Task Connector_of_another_owner_is_connected_otherwise() => Assert.IsType<Registration.ConnectedOtherwise>(
        (await ReadAsync(false, Connector(7, Sample.Id, role: "arn:aws:iam::444455556666:role/VisionOneRole", name: "by hand")))
            .Find(Sample.Account));

    [Fact]
    public async Task Connector_without_account_id_belongs_to_the_account_of_its_role()
    {
        var listed = await ReadAsync(false, Wire(7, null, Sample.ConnectorName, Sample.RoleArn, false));

        Assert.IsType<Registration.Right>(listed.Find(Sample.Account));
        Assert.IsType<Registration.Missing>(listed.Find(Sample.Account with { Id = Sample.Management }));
    }

    private static ManagedAccount Named(int number) =>
        new(Sample.Numbered(number), $"account {number}", AccountState.Active);

    private async Task<IRegistrations> ReadAsync(bool workspacesEnabled, params JsonNode[] connectors)
    {
        if (connectors.Length > 0 || _wire.IsOver)
        {
            Answer(connectors);
            Answer([]);
        }

        return await Protection(workspacesEnabled).ListAsync(Token);
    }

    private WorkloadSecurityProtection Protection(bool workspacesEnabled)
    {
        var tenant = new TenantClient(_wire);
        return new WorkloadSecurityProtection(
            tenant.Api,
            new ExternalIdSource("GIVEN-1", tenant.Api, tenant.Keys, tenant.Time),
            Sample.Role,
            new NoRegistrationRecord(),
            Sample.Management,
            workspacesEnabled,
            tenant.Time);
    }

    private void Answer(JsonNode[] connectors) =>
        _wire.Answer(200, new JsonObject { ["awsConnectors"] = new JsonArray([.. connectors]) }.ToJsonString());

    private static JsonNode Connector(
        int id, AccountId account, string? role = null, string? name = null, bool workspaces = false) =>
        Wire(id, account.Value, name ?? (account == Sample.Id ? Sample.ConnectorName : $"ControlTower - account {id} - {account}"), role ?? Sample.Role.ArnIn(account), workspaces);

    private static JsonNode Wire(int id, string? account, string name, string? role, bool workspaces) => new JsonObject
    {
        ["ID"] = id,
        ["accountId"] = account,
        ["displayName"] = name,
        ["crossAccountRoleArn"] = role,
        ["workspacesEnabled"] = workspaces,
    };
}
