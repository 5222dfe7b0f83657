using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

public class ExternalIdSourceTests
{
    private const string SecretWithExternalId = """{"ApiKey":"k1","ExternalId":"SECRET-1"}""";
    private readonly ScriptedHttp _wire = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Setting_is_used_and_the_tenant_is_not_asked()
    {
        var source = Source(setting: "SETTING-1");

        Assert.Equal("SETTING-1", await source.GetAsync(Token));
        Assert.Equal("SETTING-1", await source.RefreshAsync("SETTING-1", Token));
        Assert.Empty(_wire.Sent);
    }

    [Fact]
    public async Task ID_of_the_tenant_is_used_before_the_one_in_the_secret()
    {
        _wire.Answer(200, """{"externalId":"TENANT-1"}""");

        Assert.Equal("TENANT-1", await Source().GetAsync(Token));
    }

    [Fact]
    public async Task Line_break_at_the_end_of_an_ID_is_removed()
    {
        _wire.Answer(200, """{"externalId":"TENANT-1\r\n"}""");

        Assert.Equal("TENANT-1", await Source().GetAsync(Token));
    }

    /// <summary>Each would make a trust policy allow more IDs than one, or none.</summary>
    [Theory]
    [InlineData("*")]
    [InlineData("TENANT*")]
    [InlineData("${aws:PrincipalAccount}")]
    [InlineData("TENANT 1")]
    [InlineData("TENANT\\n1")]
    [InlineData("T")]
    public async Task ID_of_the_tenant_or_the_secret_that_is_no_external_ID_is_refused(string id)
    {
        _wire.Answer(200, $$"""{"externalId":"{{id}}"}""");
        var tenant = await Assert.ThrowsAsync<WorkloadSecurityException>(() => Source().GetAsync(Token));
        _wire.Answer(200, "{}");
        var secret = await Assert.ThrowsAsync<WorkloadSecurityException>(
            () => Source(secret: $$"""{"ApiKey":"k1","ExternalId":"{{id}}"}""").GetAsync(Token));

        Assert.Equal(FailureKind.NeedsOperator, tenant.Kind);
        Assert.Contains("external ID from Workload Security cannot be used", tenant.Message, StringComparison.Ordinal);
        Assert.Contains("external ID from the secret cannot be used", secret.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tenant_is_asked_once()
    {
        _wire.Answer(200, """{"externalId":"TENANT-1"}""");
        var source = Source();

        await Task.WhenAll(source.GetAsync(Token), source.GetAsync(Token));
        await source.GetAsync(Token);

        Assert.Single(_wire.Sent);
    }

    [Theory]
    [InlineData(14, "TENANT-1")]
    [InlineData(15, "TENANT-2")]
    public async Task Process_asks_again_after_fifteen_minutes(int minutes, string expected)
    {
        _wire.Answer(200, """{"externalId":"TENANT-1"}""").Answer(200, """{"externalId":"TENANT-2"}""");
        var tenant = new TenantClient(_wire);
        var source = new ExternalIdSource(null, tenant.Api, tenant.Keys, tenant.Time);
        await source.GetAsync(Token);

        tenant.Time.Advance(TimeSpan.FromMinutes(minutes));

        Assert.Equal(expected, await source.GetAsync(Token));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"externalId":null}""")]
    [InlineData("""{"externalId":""}""")]
    [InlineData("""{"externalId":" "}""")]
    public async Task ID_in_the_secret_is_used_if_the_tenant_returns_none(string response)
    {
        _wire.Answer(200, response);

        Assert.Equal("SECRET-1", await Source().GetAsync(Token));
    }

    [Fact]
    public async Task ID_in_the_secret_is_used_if_retrieval_is_forbidden()
    {
        _wire.Answer(403);

        Assert.Equal("SECRET-1", await Source().GetAsync(Token));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(401)]
    public async Task ID_in_the_secret_is_used_if_retrieval_is_forbidden_however_the_other_style_is_refused(int other)
    {
        _wire.Answer(403).Answer(other);

        Assert.Equal("SECRET-1", await Source(style: KeyStyle.Auto).GetAsync(Token));
    }

    [Theory]
    [InlineData(200, "Workload Security returned no external ID")]
    [InlineData(403, "Workload Security responded with 403 to GET /awsconnectorsettings")]
    public async Task Failure_without_any_ID_has_advice(int status, string cause)
    {
        _wire.Answer(status, "{}");

        var failure = await Assert.ThrowsAsync<WorkloadSecurityException>(() => Source(secret: "k1").GetAsync(Token));

        Assert.Equal($"the tenant's external ID is not known: {cause}", failure.Message);
        Assert.Equal(FailureKind.NeedsOperator, failure.Kind);
        Assert.Contains("WORKLOAD_SECURITY_EXTERNAL_ID", failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    public async Task Any_other_failure_is_reported_although_the_secret_has_an_ID(int status)
    {
        _wire.Answer(status);

        var failure = await Assert.ThrowsAsync<WorkloadSecurityException>(() => Source().GetAsync(Token));

        Assert.Equal(status, failure.Status);
    }

    [Fact]
    public async Task Failure_is_not_remembered()
    {
        _wire.Answer(401).Answer(200, """{"externalId":"TENANT-1"}""");
        var source = Source();
        await Assert.ThrowsAsync<WorkloadSecurityException>(() => source.GetAsync(Token));

        Assert.Equal("TENANT-1", await source.GetAsync(Token));
    }

    [Fact]
    public async Task ID_that_is_put_into_the_secret_while_the_process_runs_is_found()
    {
        var tenant = new TenantClient(_wire);
        var source = new ExternalIdSource(null, tenant.Api, tenant.Keys, tenant.Time);
        _wire.Answer(200, "{}").Answer(200, "{}");
        await Assert.ThrowsAsync<WorkloadSecurityException>(() => source.GetAsync(Token));

        tenant.Secret = SecretWithExternalId;

        Assert.Equal("SECRET-1", await source.GetAsync(Token));
    }

    [Fact]
    public async Task Failed_fetch_is_not_thrown_to_a_caller_that_has_a_failure_of_its_own()
    {
        _wire.Answer(200, """{"externalId":"TENANT-1"}""").Answer(401).Answer(200, """{"externalId":"TENANT-2"}""");
        var source = Source();

        await source.AskAgainAsync(await source.GetAsync(Token), Token);

        Assert.Equal("TENANT-2", await source.GetAsync(Token));
    }

    [Fact]
    public async Task Stale_ID_is_fetched_once_for_all_callers_that_found_it_stale()
    {
        _wire.Answer(200, """{"externalId":"TENANT-1"}""").Answer(200, """{"externalId":"TENANT-2"}""");
        var source = Source();
        var stale = await source.GetAsync(Token);

        Assert.Equal(["TENANT-2", "TENANT-2"], await Task.WhenAll(source.RefreshAsync(stale, Token), source.RefreshAsync(stale, Token)));
        Assert.Equal("TENANT-2", await source.GetAsync(Token));
    }

    [Fact]
    public async Task Kept_ID_is_used_and_the_tenant_is_not_asked()
    {
        Assert.Equal("SECRET-1", await Keeping(out _).GetAsync(Token));
        Assert.Empty(_wire.Sent);
    }

    [Fact]
    public async Task Tenant_is_asked_if_no_ID_is_kept_yet()
    {
        _wire.Answer(200, """{"externalId":"TENANT-1"}""");

        Assert.Equal("TENANT-1", await Keeping(out _, secret: "k1").GetAsync(Token));
    }

    [Fact]
    public async Task Tenant_is_asked_if_the_kept_text_is_no_external_ID()
    {
        _wire.Answer(200, """{"externalId":"TENANT-1"}""");

        Assert.Equal("TENANT-1", await Keeping(out _, secret: """{"ApiKey":"k1","ExternalId":"*"}""").GetAsync(Token));
    }

    [Fact]
    public async Task Tenant_is_asked_about_a_kept_ID_that_something_contradicts()
    {
        _wire.Answer(200, """{"externalId":"TENANT-1"}""");
        var source = Keeping(out _);

        Assert.Equal("TENANT-1", await source.RefreshAsync(await source.GetAsync(Token), Token));
    }

    [Fact]
    public async Task Kept_ID_that_a_walk_replaced_is_found_after_fifteen_minutes_without_the_tenant()
    {
        var source = Keeping(out var tenant);
        await source.GetAsync(Token);
        tenant.Secret = """{"ApiKey":"k1","ExternalId":"SECRET-2"}""";

        tenant.Time.Advance(TimeSpan.FromMinutes(15));

        Assert.Equal("SECRET-2", await source.GetAsync(Token));
        Assert.Empty(_wire.Sent);
    }

    [Fact]
    public async Task Kept_ID_that_was_replaced_a_moment_ago_is_found_if_something_contradicts_the_old_one()
    {
        _wire.Answer(403);
        var source = Keeping(out var tenant);
        var stale = await source.GetAsync(Token);
        tenant.Secret = """{"ApiKey":"k1","ExternalId":"SECRET-2"}""";

        Assert.Equal("SECRET-2", await source.RefreshAsync(stale, Token));
    }

    [Fact]
    public async Task ID_is_fetched_again_for_an_account_that_a_walk_queued_with_another_ID()
    {
        _wire.Answer(200, """{"externalId":"TENANT-1"}""").Answer(200, """{"externalId":"TENANT-2"}""");
        var source = Source();
        await source.GetAsync(Token);

        Assert.Equal("TENANT-1", await source.GetAsync(ExternalId.Hash("TENANT-1"), Token));
        Assert.Equal("TENANT-2", await source.GetAsync(ExternalId.Hash("TENANT-2"), Token));
        Assert.Equal(2, _wire.Sent.Count);
    }

    [Fact]
    public async Task Old_ID_of_a_walk_makes_one_call_for_all_its_accounts()
    {
        _wire.Answer(200, """{"externalId":"TENANT-2"}""").Answer(200, """{"externalId":"TENANT-2"}""");
        var source = Source();
        for (var account = 0; account < 20; account++)
            await source.GetAsync(ExternalId.Hash("TENANT-1"), Token);

        Assert.Equal(2, _wire.Sent.Count);
    }

    [Fact]
    public async Task Walk_asks_the_tenant_in_a_process_that_knows_the_ID()
    {
        _wire.Answer(200, """{"externalId":"TENANT-1"}""").Answer(200, """{"externalId":"TENANT-2"}""");
        var source = Source();
        await source.GetAsync(Token);

        var read = await source.RereadAsync(Token);

        Assert.Equal(("TENANT-2", ExternalIdOrigin.Tenant), (read.Value, read.Origin));
    }

    private ExternalIdSource Keeping(out TenantClient tenant, string secret = SecretWithExternalId)
    {
        tenant = new TenantClient(_wire) { Secret = secret };
        return new ExternalIdSource(null, tenant.Api, tenant.Keys, tenant.Time) { TrustsKeptId = true };
    }

    private ExternalIdSource Source(
        string? setting = null, string secret = SecretWithExternalId, KeyStyle style = KeyStyle.ApiKey)
    {
        var tenant = new TenantClient(_wire, style) { Secret = secret };
        return new ExternalIdSource(setting, tenant.Api, tenant.Keys, tenant.Time);
    }
}
