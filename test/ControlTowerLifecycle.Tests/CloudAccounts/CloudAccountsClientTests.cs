using System.Text.Json.Nodes;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.CloudAccounts.Api;
using ControlTowerLifecycle.CloudAccounts.Connections;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.CloudAccounts;

public class CloudAccountsClientTests
{
    private readonly ScriptedHttp _wire = new();
    private readonly CloudAccountsApi _api;

    public CloudAccountsClientTests() => _api = new CloudAccountsApi(_wire);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Account_is_read_by_its_ID_with_a_bearer_key()
    {
        _wire.Answer(200, Payload.Text("cloud-account.json"), ("ETag", "\"abc\""));

        var connection = await _api.Client.FindAsync(Sample.Id, Token);

        var sent = Assert.Single(_wire.Sent);
        Assert.Equal("GET", sent.Method);
        Assert.Equal("https://api.eu.test/v3.0/cam/awsAccounts/444455556666", sent.Uri.AbsoluteUri);
        Assert.Equal($"Bearer {CloudSample.Key}", sent.Header("Authorization"));
        Assert.Equal("\"abc\"", connection!.ETag);
        Assert.Equal(CloudSample.RoleArn, connection.RoleArn);
        Assert.Equal("outdated", connection.State);
        Assert.Null(connection.OrganizationId);
        Assert.False(connection.IsTerraform);
        Assert.True(connection.HasSources);
        Assert.Equal(["cloud-response", "container-security"], connection.Features);
        Assert.Equal([CloudSample.InstanceId], connection.WorkloadInstances);
        Assert.Equal(["s3:GetObject", "ec2:DescribeHosts"], connection.MissingPermissions);
        Assert.Equal(["3.0.1"], connection.TemplateVersions);
    }

    [Theory]
    [InlineData("""{"id":"444455556666","isTerraformDeployed":true}""")]
    [InlineData("""{"id":"444455556666","isTFProviderDeployed":true}""")]
    public async Task Both_Terraform_flags_are_read(string body)
    {
        _wire.Answer(200, body);

        Assert.True((await _api.Client.FindAsync(Sample.Id, Token))!.IsTerraform);
    }

    [Theory]
    [InlineData("""{"id":"444455556666","missingAwsPermissions":["a:B"],"templateVersion":"1","features":null,"sources":null}""")]
    [InlineData("""{"id":"444455556666","missingAwsPermissions":"a:B","templateVersion":["1"],"features":[],"sources":"none"}""")]
    [InlineData("""{"id":"444455556666","features":[{"id":"x","missingAwsPermissions":["a:B"],"templateVersion":"1"},5,null]}""")]
    public async Task Missing_permissions_are_read_in_every_form(string body)
    {
        _wire.Answer(200, body);

        var connection = (await _api.Client.FindAsync(Sample.Id, Token))!;

        Assert.Equal(["a:B"], connection.MissingPermissions);
        Assert.Equal(["1"], connection.TemplateVersions);
        Assert.Equal("unknown", connection.State);
        Assert.False(connection.IsLegacyImport);
    }

    [Fact]
    public async Task Imported_account_without_a_role_is_a_legacy_import()
    {
        _wire.Answer(200, """{"id":"444455556666","roleArn":"","sources":["cloud-conformity"],"state":"managed"}""");

        Assert.True((await _api.Client.FindAsync(Sample.Id, Token))!.IsLegacyImport);
    }

    [Theory]
    [InlineData("""{"error":{"code":"NotFound","message":"no such account"}}""")]
    [InlineData("""{"error":{"code":"NotFound","message":"x","innererror":{"code":"account-not-exist","service":"cam"}}}""")]
    [InlineData("""{"error":{"code":"NotFound","message":"x","innererror":{}}}""")]
    public async Task Unknown_account_is_none(string body)
    {
        _wire.Answer(404, body);

        Assert.Null(await _api.Client.FindAsync(Sample.Id, Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>not found</html>")]
    [InlineData("""{"error":{"code":"ResourceNotFound","message":"no such path"}}""")]
    [InlineData("""{"error":{"code":"ResourceNotFound","message":"no such path","innererror":{"code":"NotFound"}}}""")]
    public async Task Wrong_path_is_not_an_unknown_account(string body)
    {
        _wire.Answer(404, body);

        var failure = await Assert.ThrowsAsync<CloudAccountsException>(() => _api.Client.FindAsync(Sample.Id, Token));

        Assert.Equal(FailureKind.NeedsOperator, failure.Kind);
        Assert.Contains("CLOUD_ACCOUNTS_PATH_PREFIX", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Response_of_another_account_is_not_used()
    {
        _wire.Answer(200, """{"id":"111122223333"}""");

        var failure = await Assert.ThrowsAsync<CloudAccountsException>(() => _api.Client.FindAsync(Sample.Id, Token));

        Assert.Equal(FailureKind.Retryable, failure.Kind);
    }

    [Fact]
    public async Task List_follows_its_links_on_our_host_with_the_filter_on_every_page()
    {
        _wire.Answer(200, """{"items":[{"id":"111122223333"}],"nextLink":"https://other.test/v3.0/cam/awsAccounts?top=25&skipToken=a%2Bb"}""")
            .Answer(200, """{"items":[],"nextLink":"/v3.0/cam/awsAccounts?top=25&skipToken=c"}""")
            .Answer(200, """{"items":[{"id":"444455556666"},null,{"name":"without an ID"}],"nextLink":""}""");

        var found = await ListAsync(Sample.Id);

        Assert.Equal(["111122223333", "444455556666"], found);
        Assert.Equal(
            [
                "https://api.eu.test/v3.0/cam/awsAccounts?top=25",
                "https://api.eu.test/v3.0/cam/awsAccounts?top=25&skipToken=a%2Bb",
                "https://api.eu.test/v3.0/cam/awsAccounts?top=25&skipToken=c",
            ],
            _wire.Sent.Select(sent => sent.Uri.AbsoluteUri));
        Assert.All(_wire.Sent, sent => Assert.Equal("id eq '444455556666'", sent.Header("TMV1-Filter")));
    }

    [Fact]
    public async Task List_of_all_accounts_has_no_filter()
    {
        _wire.Answer(200, """{"items":[]}""");

        Assert.Empty(await ListAsync(null));

        Assert.Null(Assert.Single(_wire.Sent).Header("TMV1-Filter"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"items":null,"totalCount":0}""")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("null")]
    public async Task Page_without_items_is_not_an_empty_list(string body)
    {
        _wire.Answer(200, body);

        var failure = await Assert.ThrowsAsync<CloudAccountsException>(() => ListAsync(null));

        Assert.Equal(FailureKind.Retryable, failure.Kind);
        Assert.Equal(200, failure.Status);
    }

    [Fact]
    public async Task List_whose_links_form_a_circle_ends()
    {
        _wire.Answer(200, """{"items":[],"nextLink":"/v3.0/cam/awsAccounts?p=2"}""")
            .Answer(200, """{"items":[],"nextLink":"/v3.0/cam/awsAccounts?p=3"}""")
            .Answer(200, """{"items":[],"nextLink":"/v3.0/cam/awsAccounts?p=2"}""");

        var failure = await Assert.ThrowsAsync<CloudAccountsException>(() => ListAsync(null));

        Assert.Equal(FailureKind.NeedsOperator, failure.Kind);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(204)]
    [InlineData(207)]
    public async Task Account_is_connected_with_its_fields_only(int status)
    {
        _wire.Answer(status, "", ("Location", "https://api.eu.test/v3.0/cam/awsAccounts/444455556666"));

        await _api.Client.CreateAsync(Sample.Id, new ConnectionFields("payments-prod (444455556666)", CloudSample.RoleArn), Token);

        AssertBody(
            """
            {"roleArn":"arn:aws:iam::444455556666:role/VisionOneRole","name":"payments-prod (444455556666)","description":"Connected by Control Tower Lifecycle."}
            """);
        Assert.Equal("POST", _wire.Sent[0].Method);
        Assert.Equal("application/json", _wire.Sent[0].Header("Content-Type"));
    }

    [Fact]
    public async Task Account_is_connected_with_its_instance_and_features()
    {
        _wire.Answer(201);

        await _api.Client.CreateAsync(
            Sample.Id,
            new ConnectionFields("a", CloudSample.RoleArn)
            {
                Options = new ConnectionOptions
                {
                    InstanceId = CloudSample.InstanceId,
                    InstanceRegions = ["eu-west-1"],
                    Features = [new("cloud-response", []), new("container-security", ["eu-west-1", "us-east-1"])],
                },
            },
            Token);

        AssertBody(
            """
            {"roleArn":"arn:aws:iam::444455556666:role/VisionOneRole","name":"a","description":"Connected by Control Tower Lifecycle.",
             "features":[{"id":"cloud-response"},{"id":"container-security","regions":["eu-west-1","us-east-1"]}],
             "connectedSecurityServices":[{"name":"workload","instanceIds":["0f7e0a52-3c1d-4c2b-9a57-2f6f0c8e9d11"],"regions":["eu-west-1"]}]}
            """);
    }

    [Fact]
    public async Task Modification_sends_the_role_and_the_entity_tag_alone()
    {
        _wire.Answer(204);

        await _api.Client.ModifyAsync(Sample.Id, CloudSample.RoleArn, "\"7\"", Token);

        AssertBody("""{"roleArn":"arn:aws:iam::444455556666:role/VisionOneRole"}""");
        Assert.Equal("PATCH", _wire.Sent[0].Method);
        Assert.Equal("\"7\"", _wire.Sent[0].Header("If-Match"));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(204)]
    [InlineData(404)]
    public async Task Removal_of_a_removed_account_is_no_failure(int status)
    {
        _wire.Answer(status, """{"error":{"code":"NotFound"}}""");

        await _api.Client.RemoveAsync(Sample.Id, Token);

        Assert.Equal("DELETE", Assert.Single(_wire.Sent).Method);
    }

    [Theory]
    [InlineData("""{"items":[{"id":"a"},{"id":"b"}]}""")]
    [InlineData("""{"features":["a","b"]}""")]
    [InlineData("""[{"id":"a"},"b","a"]""")]
    public async Task Features_are_read_in_every_form(string body)
    {
        _wire.Answer(200, body);

        Assert.Equal(["a", "b"], await _api.Client.ListFeaturesAsync(Token));
        Assert.EndsWith("/v3.0/cam/awsAccounts/features", _wire.Sent[0].Uri.AbsolutePath, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"status":"down"}""")]
    [InlineData("{}")]
    public async Task Host_that_is_not_available_is_a_retryable_failure(string body)
    {
        _wire.Answer(200, body);

        var failure = await Assert.ThrowsAsync<CloudAccountsException>(() => _api.Client.CheckHealthAsync(Token));

        Assert.Equal(FailureKind.Retryable, failure.Kind);
        Assert.Equal("https://api.eu.test/v3.0/healthcheck/connectivity", _wire.Sent[0].Uri.AbsoluteUri);
    }

    [Theory]
    [InlineData("/v3.0/cam")]
    [InlineData("/beta/cam")]
    [InlineData("/beta/xdr/cam")]
    public async Task Path_prefix_is_a_setting_that_the_check_of_the_health_does_not_use(string prefix)
    {
        _wire.Answer(404, """{"error":{"code":"NotFound"}}""").Answer(200, """{"status":"available"}""");
        var client = new CloudAccountsApi(_wire, prefix).Client;

        await client.FindAsync(Sample.Id, Token);
        await client.CheckHealthAsync(Token);

        Assert.Equal($"{prefix}/awsAccounts/444455556666", _wire.Sent[0].Uri.AbsolutePath);
        Assert.Equal("/v3.0/healthcheck/connectivity", _wire.Sent[1].Uri.AbsolutePath);
    }

    private async Task<List<string>> ListAsync(AccountId? only)
    {
        List<string> found = [];
        await foreach (var page in _api.Client.ListAsync(25, only, Token))
            found.AddRange(page.Select(connection => connection.AccountId));

        return found;
    }

    private void AssertBody(string json) => Assert.True(
        JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(_wire.Sent[0].Body)), _wire.Sent[0].Body);
}
