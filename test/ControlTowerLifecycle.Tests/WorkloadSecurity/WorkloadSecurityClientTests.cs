using System.Text.Json.Nodes;
using ControlTowerLifecycle.Failures;
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
    public async Task Search_is_the_documented_one()
    {
        _wire.Answer(200, Sample.NoConnectors);

        await _api.SearchAsync(Sample.Id, Token);

        AssertSent("POST", "/api/awsconnectors/search", Payload.Text("WorkloadSecurity.search.json"));
    }

    [Fact]
    public async Task Search_returns_connectors_of_the_account_only_lowest_id_first()
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
    [InlineData("""{"awsConnectors":[]}""")]
    [InlineData("""{"awsConnectors":[null]}""")]
    public async Task Search_returns_nothing_for_an_account_without_connectors(string response)
    {
        _wire.Answer(200, response);

        Assert.Empty(await _api.SearchAsync(Sample.Id, Token));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"awsConnectors":null}""")]
    [InlineData("""{"connectors":[]}""")]
    [InlineData("""{"message":"Try again later."}""")]
    public async Task Response_without_a_list_does_not_mean_that_there_are_no_connectors(string response)
    {
        _wire.Answer(200, response).Answer(200, response);

        var search = await Assert.ThrowsAsync<WorkloadSecurityException>(() => _api.SearchAsync(Sample.Id, Token));
        var list = await Assert.ThrowsAsync<WorkloadSecurityException>(() => _api.ListAsync(0, 500, Token));

        Assert.Equal((FailureKind.Retryable, FailureKind.Retryable), (search.Kind, list.Kind));
    }

    [Theory]
    [InlineData("""{"awsConnectors":[{"accountId":"444455556666"}]}""")]
    [InlineData("""{"awsConnectors":[{"accountId":"444455556666","ID":null}]}""")]
    public async Task Connector_without_ID_is_a_failure(string response)
    {
        _wire.Answer(200, response);

        var failure = await Assert.ThrowsAsync<WorkloadSecurityException>(() => _api.SearchAsync(Sample.Id, Token));

        Assert.Equal(
            "Workload Security responded with 200 to POST /awsconnectors/search for 444455556666, with a connector that has no ID", failure.Message);
    }

    [Fact]
    public async Task Page_of_the_list_is_the_documented_search()
    {
        _wire.Answer(200, Sample.NoConnectors);

        Assert.Empty(await _api.ListAsync(12, 500, Token));

        AssertSent("POST", "/api/awsconnectors/search", Payload.Text("WorkloadSecurity.list.json"));
    }

    [Fact]
    public async Task Registration_has_account_role_and_display_name()
    {
        _wire.Answer(200, """{"ID":7,"displayName":"x","crossAccountRoleArn":""}""");

        var registered = await _api.CreateAsync(Sample.Id, Sample.Fields, DateTimeOffset.MaxValue, Token);

        Assert.Equal(new Connector(7, "x", null, WorkspacesEnabled: false), registered);
        AssertSent("POST", "/api/awsconnectors", Payload.Text("WorkloadSecurity.register.json"));
    }

    [Fact]
    public async Task Registration_switches_WorkSpaces_on_if_they_are_wanted()
    {
        _wire.Answer(200, """{"ID":7}""");

        await _api.CreateAsync(Sample.Id, Sample.Fields with { WorkspacesEnabled = true }, DateTimeOffset.MaxValue, Token);

        Assert.Equal(true, (bool?)JsonNode.Parse(_wire.Sent[0].Body)!["workspacesEnabled"]);
    }

    [Fact]
    public async Task Modification_sends_only_the_fields_that_are_set()
    {
        _wire.Answer(200, """{"ID":7}""");

        await _api.ModifyAsync(7, Sample.Fields with { DisplayName = null }, Token);

        AssertSent("POST", "/api/awsconnectors/7", $$"""{"crossAccountRoleArn":"{{Sample.RoleArn}}"}""");
    }

    [Fact]
    public async Task Removal_names_the_connector()
    {
        _wire.Answer(200);

        await _api.RemoveAsync(7, Token);

        AssertSent("DELETE", "/api/awsconnectors/7", "");
    }

    [Fact]
    public async Task Removal_of_a_removed_connector_succeeds()
    {
        _wire.Answer(404);

        await _api.RemoveAsync(7, Token);

        Assert.True(_wire.IsOver);
    }

    [Fact]
    public async Task Removal_without_the_right_is_a_failure()
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
    public async Task External_id_is_returned_as_it_is(string response, string? externalId)
    {
        _wire.Answer(200, response);

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
