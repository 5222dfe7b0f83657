using System.Text.Json.Nodes;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

public class WorkloadSecurityClientTests
{
    private readonly ScriptedHttp _wire = new();
    private readonly WorkloadSecurityClient _api;

    public WorkloadSecurityClientTests() => _api = new TenantClient(_wire).Api;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_search_is_the_documented_one()
    {
        _wire.Answer(200, "{}");

        await _api.SearchAsync(Sample.Id, Token);

        AssertSent("POST", "/api/awsconnectors/search", Payload.Text("WorkloadSecurity.search.json"));
    }

    [Fact]
    public async Task Connectors_come_lowest_id_first_and_of_this_account_alone()
    {
        _wire.Answer(200, Payload.Text("WorkloadSecurity.connectors.json"));

        Assert.Equal(
            [
                new Connector(3, null, null, WorkspacesEnabled: false),
                new Connector(5, Sample.ConnectorName, Sample.RoleArn, WorkspacesEnabled: true),
            ],
            await _api.SearchAsync(Sample.Id, Token));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"awsConnectors":null}""")]
    [InlineData("""{"awsConnectors":[]}""")]
    [InlineData("""{"awsConnectors":[null]}""")]
    public async Task An_account_without_connectors_has_none(string answer)
    {
        _wire.Answer(200, answer);

        Assert.Empty(await _api.SearchAsync(Sample.Id, Token));
    }

    [Theory]
    [InlineData("""{"awsConnectors":[{"accountId":"444455556666"}]}""")]
    [InlineData("""{"awsConnectors":[{"accountId":"444455556666","ID":null}]}""")]
    public async Task A_connector_without_ID_cannot_be_worked_with(string answer)
    {
        _wire.Answer(200, answer);

        var failure = await Assert.ThrowsAsync<WorkloadSecurityException>(() => _api.SearchAsync(Sample.Id, Token));

        Assert.Equal(
            "Workload Security answered 200 to POST /awsconnectors/search for 444455556666, with a connector that has no ID", failure.Message);
    }

    [Fact]
    public async Task A_page_of_the_list_is_the_documented_search()
    {
        _wire.Answer(200, "{}");

        Assert.Empty(await _api.ListAsync(12, 500, Token));

        AssertSent("POST", "/api/awsconnectors/search", Payload.Text("WorkloadSecurity.list.json"));
    }

    [Fact]
    public async Task Registering_names_account_role_and_display_name()
    {
        _wire.Answer(200, """{"ID":7,"displayName":"x","crossAccountRoleArn":""}""");

        var registered = await _api.CreateAsync(Sample.Id, Sample.Fields, Token);

        Assert.Equal(new Connector(7, "x", null, WorkspacesEnabled: false), registered);
        AssertSent("POST", "/api/awsconnectors", Payload.Text("WorkloadSecurity.register.json"));
    }

    [Fact]
    public async Task Registering_switches_WorkSpaces_on_where_they_are_wanted()
    {
        _wire.Answer(200, """{"ID":7}""");

        await _api.CreateAsync(Sample.Id, Sample.Fields with { WorkspacesEnabled = true }, Token);

        Assert.Equal(true, (bool?)JsonNode.Parse(_wire.Sent[0].Body)!["workspacesEnabled"]);
    }

    [Fact]
    public async Task Modifying_sends_what_is_set_and_nothing_besides()
    {
        _wire.Answer(200, "not read");

        await _api.ModifyAsync(7, Sample.Fields with { DisplayName = null }, Token);

        AssertSent("POST", "/api/awsconnectors/7", $$"""{"crossAccountRoleArn":"{{Sample.RoleArn}}"}""");
    }

    [Fact]
    public async Task Removing_names_the_connector()
    {
        _wire.Answer(200);

        await _api.RemoveAsync(7, Token);

        AssertSent("DELETE", "/api/awsconnectors/7", "");
    }

    [Fact]
    public async Task Removing_what_somebody_else_removed_is_no_failure()
    {
        _wire.Answer(404);

        await _api.RemoveAsync(7, Token);

        Assert.True(_wire.IsOver);
    }

    [Fact]
    public async Task Removing_without_the_right_is_one()
    {
        _wire.Answer(403);

        var failure = await Assert.ThrowsAsync<WorkloadSecurityException>(() => _api.RemoveAsync(7, Token));

        Assert.Equal("connector 7", failure.Resource);
    }

    [Theory]
    [InlineData("""{"externalId":"AAAA-1111"}""", "AAAA-1111")]
    [InlineData("""{"externalId":""}""", "")]
    [InlineData("""{"externalId":null}""", null)]
    [InlineData("{}", null)]
    public async Task The_external_id_is_told_as_it_is(string answer, string? externalId)
    {
        _wire.Answer(200, answer);

        Assert.Equal(externalId, await _api.FindExternalIdAsync(Token));
    }

    private void AssertSent(string method, string path, string body)
    {
        var sent = Assert.Single(_wire.Sent);
        Assert.Equal((method, path), (sent.Method, sent.Uri.PathAndQuery));
        Assert.True(
            body.Length == 0 ? sent.Body.Length == 0 : JsonNode.DeepEquals(JsonNode.Parse(body), JsonNode.Parse(sent.Body)),
            sent.Body);
    }
}
