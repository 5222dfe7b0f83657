using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

public class ApiKeyExpiryTests
{
    private readonly ScriptedHttp _wire = new();
    private readonly ApiKeyExpiry _expiry;

    public ApiKeyExpiryTests()
    {
        var tenant = new TenantClient(_wire);
        _expiry = new ApiKeyExpiry(tenant.Api, tenant.Time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(36, 1.5)]
    [InlineData(-12, -0.5)]
    public async Task Days_are_counted_from_now_and_fall_below_zero(int hours, double days)
    {
        _wire.Answer(200, $$"""{"ID":1,"expiryDate":{{Sample.Start.AddHours(hours).ToUnixTimeMilliseconds()}}}""");

        Assert.Equal(days, await _expiry.DaysLeftAsync(Token));
        Assert.Equal("/api/apikeys/current", Assert.Single(_wire.Sent).Uri.AbsolutePath);
    }

    [Theory]
    [InlineData("""{"ID":1}""")]
    [InlineData("""{"ID":1,"expiryDate":null}""")]
    [InlineData("""{"ID":1,"expiryDate":0}""")]
    [InlineData("""{"ID":1,"expiryDate":9223372036854775807}""")]
    public async Task Key_without_an_end_counts_as_a_hundred_years(string key)
    {
        _wire.Answer(200, key);

        Assert.Equal(36_500, await _expiry.DaysLeftAsync(Token));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"message":"Service is starting"}""")]
    [InlineData("""{"apiKeys":[]}""")]
    [InlineData("""{"ID":null,"keyName":null,"expiryDate":null}""")]
    public async Task Response_without_a_key_is_no_response(string text)
    {
        _wire.Answer(200, text);

        var failure = await Assert.ThrowsAsync<WorkloadSecurityException>(() => _expiry.DaysLeftAsync(Token));

        Assert.Equal("Workload Security responded with 200 to GET /apikeys/current, without a key", failure.Message);
        Assert.Equal(FailureKind.Retryable, failure.Kind);
    }

    [Fact]
    public async Task Refusal_of_the_vendor_is_a_failure()
    {
        _wire.Answer(403, "{}").Answer(403, "{}");

        var failure = await Assert.ThrowsAsync<WorkloadSecurityException>(() => _expiry.DaysLeftAsync(Token));
        Assert.Equal("GET /apikeys/current", failure.Operation);
    }
}
