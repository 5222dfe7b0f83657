using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

public class ExternalIdSourceTests
{
    private const string SecretWithExternalId = """{"ApiKey":"k1","ExternalId":"KEPT-1"}""";
    private readonly ScriptedHttp _wire = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_that_is_given_is_taken_and_nobody_is_asked()
    {
        var source = Source(given: "GIVEN-1");

        Assert.Equal("GIVEN-1", await source.GetAsync(Token));
        Assert.Equal("GIVEN-1", await source.RefreshAsync("GIVEN-1", Token));
        Assert.Empty(_wire.Sent);
    }

    [Fact]
    public async Task The_tenant_s_is_taken_before_the_one_that_was_kept()
    {
        _wire.Answer(200, """{"externalId":"TOLD-1"}""");

        Assert.Equal("TOLD-1", await Source().GetAsync(Token));
    }

    [Fact]
    public async Task The_tenant_is_asked_once()
    {
        _wire.Answer(200, """{"externalId":"TOLD-1"}""");
        var source = Source();

        await Task.WhenAll(source.GetAsync(Token), source.GetAsync(Token));
        await source.GetAsync(Token);

        Assert.Single(_wire.Sent);
    }

    [Theory]
    [InlineData(14, "TOLD-1")]
    [InlineData(15, "TOLD-2")]
    public async Task A_process_that_lives_asks_again_every_quarter_of_an_hour(int minutes, string expected)
    {
        _wire.Answer(200, """{"externalId":"TOLD-1"}""").Answer(200, """{"externalId":"TOLD-2"}""");
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
    public async Task Where_the_tenant_tells_none_the_kept_one_is_taken(string answer)
    {
        _wire.Answer(200, answer);

        Assert.Equal("KEPT-1", await Source().GetAsync(Token));
    }

    [Fact]
    public async Task Where_its_retrieval_is_forbidden_the_kept_one_is_taken()
    {
        _wire.Answer(403);

        Assert.Equal("KEPT-1", await Source().GetAsync(Token));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(401)]
    public async Task Where_its_retrieval_is_forbidden_it_does_not_matter_how_the_other_style_is_refused(int other)
    {
        _wire.Answer(403).Answer(other);

        Assert.Equal("KEPT-1", await Source(style: KeyStyle.Auto).GetAsync(Token));
    }

    [Theory]
    [InlineData(200, "Workload Security told no external ID")]
    [InlineData(403, "Workload Security answered 403 to GET /awsconnectorsettings")]
    public async Task Where_there_is_none_at_all_it_is_said_what_to_do(int status, string cause)
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
    public async Task Any_other_failure_is_not_hidden_behind_the_kept_one(int status)
    {
        _wire.Answer(status);

        var failure = await Assert.ThrowsAsync<WorkloadSecurityException>(() => Source().GetAsync(Token));

        Assert.Equal(status, failure.Status);
    }

    [Fact]
    public async Task A_failure_is_not_remembered()
    {
        _wire.Answer(401).Answer(200, """{"externalId":"TOLD-1"}""");
        var source = Source();
        await Assert.ThrowsAsync<WorkloadSecurityException>(() => source.GetAsync(Token));

        Assert.Equal("TOLD-1", await source.GetAsync(Token));
    }

    [Fact]
    public async Task One_that_is_put_into_the_secret_while_the_process_is_warm_is_found()
    {
        var tenant = new TenantClient(_wire);
        var source = new ExternalIdSource(null, tenant.Api, tenant.Keys, tenant.Time);
        _wire.Answer(200, "{}").Answer(200, "{}");
        await Assert.ThrowsAsync<WorkloadSecurityException>(() => source.GetAsync(Token));

        tenant.Secret = SecretWithExternalId;

        Assert.Equal("KEPT-1", await source.GetAsync(Token));
    }

    [Fact]
    public async Task One_who_has_a_failure_of_its_own_to_tell_is_not_told_another()
    {
        _wire.Answer(200, """{"externalId":"TOLD-1"}""").Answer(401).Answer(200, """{"externalId":"TOLD-2"}""");
        var source = Source();

        await source.AskAgainAsync(await source.GetAsync(Token), Token);

        Assert.Equal("TOLD-2", await source.GetAsync(Token));
    }

    [Fact]
    public async Task One_that_is_stale_is_asked_for_once_more_for_all_who_found_it_stale()
    {
        _wire.Answer(200, """{"externalId":"TOLD-1"}""").Answer(200, """{"externalId":"TOLD-2"}""");
        var source = Source();
        var stale = await source.GetAsync(Token);

        Assert.Equal(["TOLD-2", "TOLD-2"], await Task.WhenAll(source.RefreshAsync(stale, Token), source.RefreshAsync(stale, Token)));
        Assert.Equal("TOLD-2", await source.GetAsync(Token));
    }

    private ExternalIdSource Source(
        string? given = null, string secret = SecretWithExternalId, KeyStyle style = KeyStyle.ApiKey)
    {
        var tenant = new TenantClient(_wire, style) { Secret = secret };
        return new ExternalIdSource(given, tenant.Api, tenant.Keys, tenant.Time);
    }
}
