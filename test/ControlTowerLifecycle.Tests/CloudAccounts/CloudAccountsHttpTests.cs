using ControlTowerLifecycle.CloudAccounts.Api;
using ControlTowerLifecycle.CloudAccounts.Connections;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.CloudAccounts;

public class CloudAccountsHttpTests
{
    private const string Found = """{"id":"444455556666"}""";
    private const string OtherKey = "eyJhbGciOiJSUzI1NiJ9.e30.b3RoZXI";

    private readonly ScriptedHttp _wire = new();
    private readonly CloudAccountsApi _api;

    public CloudAccountsHttpTests() => _api = new CloudAccountsApi(_wire);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, """{"error":{"code":"BadRequest","message":"bad role","innererror":{"code":"role-invalid","service":"cam"}}}""", "role-invalid", ": bad role")]
    [InlineData(409, """{"error":{"code":"Conflict","message":"busy"}}""", "Conflict", ": busy")]
    [InlineData(491, """{"error":{"code":"Waf","message":"blocked"}}""", "Waf", ": blocked")]
    [InlineData(504, "upstream timed out", null, ": upstream timed out")]
    [InlineData(400, """{"error":"text"}""", null, ": text")]
    [InlineData(400, "", null, "")]
    public async Task Failure_shows_the_body_and_the_trace_ID(int status, string body, string? code, string shown)
    {
        _wire.Answer(status, body, ("x-trace-id", "trace-1"));

        var failure = await Assert.ThrowsAsync<CloudAccountsException>(ConnectAsync);

        Assert.Equal($"Cloud Accounts responded with {status} to POST /awsAccounts for 444455556666{shown}", failure.Message);
        Assert.Equal(code, failure.Code);
        Assert.Equal("trace-1", failure.RequestId);
        Assert.Equal(status, failure.Status);
    }

    [Fact]
    public async Task Key_and_control_characters_never_reach_a_failure()
    {
        _wire.Answer(
            400,
            $$$"""{"error":{"code":"x{{{CloudSample.Key}}}","message":"Bearer {{{CloudSample.Key}}}\r\nforged line {{{new string('x', 1000)}}}"}}""",
            ("x-trace-id", CloudSample.Key));

        var failure = await Assert.ThrowsAsync<CloudAccountsException>(ConnectAsync);

        Assert.DoesNotContain(CloudSample.Key, $"{failure} {failure.Code} {failure.RequestId}", StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
        Assert.True(failure.Message.Length < 450, failure.Message);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    public async Task Read_is_repeated_after_a_failure_of_the_vendor(int status)
    {
        _wire.Answer(status).Answer(200, Found);

        Assert.NotNull(await _api.Client.FindAsync(Sample.Id, Token));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(504)]
    [InlineData(408)]
    public async Task Connection_is_not_sent_again_if_the_first_may_have_succeeded(int status)
    {
        _wire.Answer(status);

        await Assert.ThrowsAsync<CloudAccountsException>(ConnectAsync);

        Assert.Single(_wire.Sent);
    }

    [Fact]
    public async Task Connection_that_was_refused_by_the_rate_limit_is_sent_again()
    {
        _wire.Answer(429, "", ("Retry-After", "3")).Answer(201);

        await ConnectAsync();

        Assert.Equal(2, _wire.Sent.Count);
        Assert.InRange(_api.Waited.TotalSeconds, 3, 4);
        Assert.Equal((2, 1), _api.Http.Count.TakeBoth());
    }

    [Fact]
    public async Task Long_wait_for_the_rate_limit_is_left_to_the_queue()
    {
        _wire.Answer(429, """{"error":{"code":"TooManyRequests","message":"slow down"}}""", ("Retry-After", "60"));

        var failure = await Assert.ThrowsAsync<CloudAccountsException>(() => _api.Client.FindAsync(Sample.Id, Token));

        Assert.Equal(TimeSpan.FromSeconds(60), failure.RetryAfter);
        Assert.Contains("slow down", failure.Message, StringComparison.Ordinal);
        Assert.Single(_wire.Sent);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Key_that_was_replaced_in_the_secret_is_read_and_used(int status)
    {
        _wire.Answer(200, Found).Answer(status).Answer(200, Found);
        await _api.Client.FindAsync(Sample.Id, Token);
        _api.Secret = OtherKey;

        Assert.NotNull(await _api.Client.FindAsync(Sample.Id, Token));

        Assert.Equal($"Bearer {OtherKey}", _wire.Sent[2].Header("Authorization"));
    }

    [Fact]
    public async Task Refused_key_that_is_still_in_the_secret_is_not_presented_twice()
    {
        _wire.Answer(401, """{"error":{"code":"Unauthorized","message":"invalid token"}}""");

        var failure = await Assert.ThrowsAsync<CloudAccountsException>(() => _api.Client.FindAsync(Sample.Id, Token));

        Assert.Equal(FailureKind.NeedsOperator, failure.Kind);
        Assert.Contains("CLOUD_ACCOUNTS_REGION", failure.Advice, StringComparison.Ordinal);
        Assert.Single(_wire.Sent);
        Assert.Equal(2, _api.SecretReads);
    }

    [Fact]
    public async Task Refused_key_is_presented_four_times_at_most_until_it_is_changed_in_the_secret()
    {
        for (var call = 0; call < 4; call++)
            _wire.Answer(401);

        for (var call = 0; call < 6; call++)
            await Assert.ThrowsAsync<CloudAccountsException>(() => _api.Client.FindAsync(Sample.Id, Token));

        Assert.Equal(4, _wire.Sent.Count);
        _wire.Answer(200, Found);
        _api.Secret = OtherKey;
        Assert.NotNull(await _api.Client.FindAsync(Sample.Id, Token));
    }

    [Fact]
    public async Task Refused_key_is_presented_again_once_in_15_minutes()
    {
        for (var call = 0; call < 4; call++)
            await RefusedAsync(isSent: true);

        await RefusedAsync(isSent: false);
        _api.Time.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromTicks(1));
        await RefusedAsync(isSent: false);
        _api.Time.Advance(TimeSpan.FromTicks(1));
        await RefusedAsync(isSent: true);
        await RefusedAsync(isSent: false);
        _api.Time.Advance(TimeSpan.FromMinutes(15));
        _wire.Answer(200, Found).Answer(200, Found);

        Assert.NotNull(await _api.Client.FindAsync(Sample.Id, Token));
        Assert.NotNull(await _api.Client.FindAsync(Sample.Id, Token));

        Assert.Equal(7, _wire.Sent.Count);
    }

    [Fact]
    public async Task Secret_is_read_again_when_it_is_15_minutes_old()
    {
        _wire.Answer(200, Found).Answer(200, Found);
        await _api.Client.FindAsync(Sample.Id, Token);
        _api.Secret = OtherKey;
        _api.Time.Advance(TimeSpan.FromMinutes(15));

        await _api.Client.FindAsync(Sample.Id, Token);

        Assert.Equal($"Bearer {OtherKey}", _wire.Sent[1].Header("Authorization"));
    }

    [Fact]
    public async Task Refused_connection_does_not_read_the_secret_again()
    {
        _wire.Answer(403);

        await Assert.ThrowsAsync<CloudAccountsException>(ConnectAsync);

        Assert.Equal(1, _api.SecretReads);
    }

    [Fact]
    public async Task Lost_connection_is_a_retryable_failure()
    {
        _wire.Fail(new HttpRequestException(HttpRequestError.NameResolutionError));

        var failure = await Assert.ThrowsAsync<CloudAccountsException>(ConnectAsync);

        Assert.Equal(FailureKind.Retryable, failure.Kind);
        Assert.Equal("Cloud Accounts did not respond to POST /awsAccounts: the host name api.eu.test cannot be resolved", failure.Message);
        Assert.Null(failure.Status);
    }

    [Fact]
    public async Task Redirect_is_not_followed()
    {
        _wire.Answer(302, "", ("Location", "https://elsewhere.test/"));

        var failure = await Assert.ThrowsAsync<CloudAccountsException>(() => _api.Client.FindAsync(Sample.Id, Token));

        Assert.Equal(FailureKind.NeedsOperator, failure.Kind);
        Assert.Single(_wire.Sent);
    }

    private async Task RefusedAsync(bool isSent)
    {
        if (isSent)
            _wire.Answer(401);

        var refused = await Assert.ThrowsAsync<CloudAccountsException>(() => _api.Client.FindAsync(Sample.Id, Token));

        Assert.Equal(isSent, refused.WasSent);
        Assert.True(_wire.IsOver);
    }

    private Task ConnectAsync() =>
        _api.Client.CreateAsync(Sample.Id, new ConnectionFields("a", CloudSample.RoleArn), Token);
}
