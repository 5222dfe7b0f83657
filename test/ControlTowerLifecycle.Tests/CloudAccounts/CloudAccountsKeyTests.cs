using System.Buffers.Text;
using System.Text;
using ControlTowerLifecycle.CloudAccounts.Api;
using ControlTowerLifecycle.CloudAccounts.Credentials;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.CloudAccounts;

public class CloudAccountsKeyTests
{
    [Theory]
    [InlineData(CloudSample.Key)]
    [InlineData($"  {CloudSample.Key}\n")]
    [InlineData($$"""{"ApiKey": "{{CloudSample.Key}}"}""")]
    [InlineData($$"""{"ApiKey": "{{CloudSample.Key}}", "Other": 1}""")]
    public void Secret_is_a_bare_key_or_json(string secret) => Assert.Equal(CloudSample.Key, CloudAccountsKey.Parse(secret).Value);

    [Theory]
    [InlineData("", "it holds no API key")]
    [InlineData("{}", "it holds no API key")]
    [InlineData("""{"ApiKey": 5}""", "it holds no API key")]
    [InlineData("{nonsense-5", "it starts like JSON, but is not JSON")]
    [InlineData("abc def", "the API key holds white space or characters that no key has")]
    [InlineData(Sample.LegacyKey, "it holds a key of Workload Security, not of Trend Vision One")]
    [InlineData("tmc12AbCd:45efghij", "it holds a key of Workload Security, not of Trend Vision One")]
    public void Unusable_secret_is_named_without_its_text(string secret, string why)
    {
        var failure = Assert.Throws<CloudAccountsException>(() => CloudAccountsKey.Parse(secret));

        Assert.Equal($"the secret with the API key of Cloud Accounts cannot be used: {why}", failure.Message);
        Assert.Contains("CLOUD_ACCOUNTS_SECRET_ARN", failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"exp":1800000000}""", 1800000000)]
    [InlineData("""{"it":1700000000,"et":1800000000,"tokenUse":"customer"}""", 1800000000)]
    public void End_of_a_key_is_read_from_its_claims(string claims, long seconds) =>
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(seconds), CloudAccountsKey.Parse(Token(claims)).ExpiresAt);

    [Theory]
    [InlineData("""{"exp":"soon"}""")]
    [InlineData("""{"exp":-1}""")]
    [InlineData("""{"exp":99999999999999}""")]
    [InlineData("""{"exp":1e300}""")]
    [InlineData("[]")]
    [InlineData("nonsense")]
    public void End_of_a_key_is_unknown_if_its_claims_do_not_state_it(string claims) =>
        Assert.Null(CloudAccountsKey.Parse(Token(claims)).ExpiresAt);

    [Theory]
    [InlineData("not-a-token")]
    [InlineData("a.!!!.c")]
    [InlineData("a..c")]
    public void End_of_a_key_of_another_form_is_unknown(string key) => Assert.Null(CloudAccountsKey.Parse(key).ExpiresAt);

    private static string Token(string claims) => $"e30.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.c2ln";
}
