using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

public class WorkloadSecuritySecretTests
{
    private const string Key = "2:vJC6xEyUQ2/5=";

    [Theory]
    [InlineData(Key)]
    [InlineData($"  {Key}\r\n")]
    public void Secret_can_be_a_bare_key(string secret)
    {
        var read = WorkloadSecuritySecret.Parse(secret);

        Assert.Equal(Key, read.ApiKey);
        Assert.Null(read.ExternalId);
    }

    [Theory]
    [InlineData($$"""{"ApiKey":"{{Key}}"}""", null)]
    [InlineData($$"""{"ApiKey":"{{Key}}","ExternalId":null}""", null)]
    [InlineData($$"""{"ApiKey":"{{Key}}","ExternalId":" "}""", null)]
    [InlineData($$"""{"ApiKey":"{{Key}}","ExternalId":7}""", null)]
    [InlineData($$"""{"ApiKey":"{{Key}}","ExternalId":"AAAA-1111"}""", "AAAA-1111")]
    [InlineData($$""" {"More":{},"ExternalId":"AAAA-1111","ApiKey":"{{Key}}"} """, "AAAA-1111")]
    public void Secret_can_be_JSON_with_the_key_and_an_external_id(string secret, string? externalId)
    {
        var read = WorkloadSecuritySecret.Parse(secret);

        Assert.Equal(Key, read.ApiKey);
        Assert.Equal(externalId, read.ExternalId);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("{}")]
    [InlineData("""{"ApiKey":""}""")]
    [InlineData("""{"ApiKey":null}""")]
    [InlineData("""{"ApiKey":{"hidden-value":1}}""")]
    [InlineData("""{"apiKey":"hidden-value"}""")]
    public void Secret_without_a_key_is_refused(string secret) => AssertUnusable(secret, "it holds no API key");

    [Theory]
    [InlineData("""{"ApiKey":"hidden-value""")]
    [InlineData("{hidden-value}")]
    [InlineData("""{"ApiKey":"hidden-value"} more""")]
    [InlineData("""{"ApiKey":"hidden-value\ud800"}""")]
    [InlineData("""{"\ud800\ud800":"hidden-value"}""")]
    public void Secret_that_starts_like_JSON_and_is_not_is_refused(string secret) => AssertUnusable(secret, "it starts like JSON, but is not JSON");

    [Theory]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.hidden.value", "it holds a token of Trend Vision One (JWT), not an API key of Server & Workload Protection: create the key in that product's console, under Administration > User Management > API Keys")]
    [InlineData("""{"ApiKey":"eyJhbGciOiJSUzI1NiJ9.hidden.value"}""", "it holds a token of Trend Vision One (JWT), not an API key of Server & Workload Protection: create the key in that product's console, under Administration > User Management > API Keys")]
    [InlineData("\"hidden-value\"", "there are quotes around the API key: remove them")]
    [InlineData("'hidden-value'", "there are quotes around the API key: remove them")]
    [InlineData("\u201Chidden-value\u201D", "there are quotes around the API key: remove them")]
    [InlineData("hidden-value\"", "there are quotes around the API key: remove them")]
    [InlineData("""{"ApiKey":"'hidden-value'"}""", "there are quotes around the API key: remove them")]
    [InlineData("\uFEFFhidden-value", "it starts with a byte order mark: save the text as UTF-8 without one")]
    [InlineData("\uFEFF{\"ApiKey\":\"hidden-value\"}", "it starts with a byte order mark: save the text as UTF-8 without one")]
    [InlineData("[1]", "it is a JSON list, not a key or an object with the field ApiKey")]
    [InlineData("[\"hidden-value\"]", "it is a JSON list, not a key or an object with the field ApiKey")]
    public void Usual_mistakes_have_a_sentence_each(string secret, string why) => AssertUnusable(secret, why);

    [Theory]
    [InlineData("hidden value")]
    [InlineData("hidden\nvalue")]
    [InlineData("hidden\0value")]
    [InlineData("hidden-välue")]
    [InlineData("hidden\u007fvalue")]
    [InlineData("""{"ApiKey":"hidden-value\r\n"}""")]
    public void Key_that_a_header_cannot_hold_is_refused(string secret) =>
        AssertUnusable(secret, "the API key holds white space or characters that no key has");

    [Fact]
    public void ToString_does_not_print_the_key() =>
        Assert.DoesNotContain(Key, ((object)WorkloadSecuritySecret.Parse(Key)).ToString(), StringComparison.Ordinal);

    private static void AssertUnusable(string secret, string why)
    {
        var fault = Assert.Throws<WorkloadSecurityException>(() => WorkloadSecuritySecret.Parse(secret));

        Assert.Equal($"the secret with the API key cannot be used: {why}", fault.Message);
        Assert.Equal(FailureKind.NeedsOperator, fault.Kind);
        Assert.DoesNotContain("hidden", fault.ToString(), StringComparison.Ordinal);
        Assert.Contains("WORKLOAD_SECURITY_SECRET_ARN", fault.Advice, StringComparison.Ordinal);
    }
}
