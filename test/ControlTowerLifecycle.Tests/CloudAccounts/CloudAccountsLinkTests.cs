using System.Text.Json.Nodes;
using ControlTowerLifecycle.CloudAccounts.Api;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.CloudAccounts;

/// <summary>The key goes to the host of the settings only, whatever the links of a list say.</summary>
public class CloudAccountsLinkTests
{
    private readonly ScriptedHttp _wire = new();
    private readonly CloudAccountsApi _api;

    public CloudAccountsLinkTests() => _api = new CloudAccountsApi(_wire);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://api.eu.test/http://evil.test:80/steal")]
    [InlineData("/http://evil.test/steal")]
    [InlineData("/https://evil.test/steal")]
    [InlineData("/http://api.eu.test/steal")]
    [InlineData("/https://api.eu.test:444/steal")]
    [InlineData("///http://evil.test/steal")]
    [InlineData("/file:///x")]
    [InlineData("/http://")]
    [InlineData("/mailto:key@evil.test")]
    [InlineData("file:///x")]
    [InlineData("mailto:key@evil.test")]
    [InlineData(@"gopher:\\evil.test\steal")]
    [InlineData(@"https:\\evil.test\steal")]
    [InlineData("https://")]
    public async Task Link_that_leads_to_another_host_is_unreadable(string link)
    {
        _wire.Answer(200, PageWith(link));

        var failure = await Assert.ThrowsAsync<CloudAccountsException>(ListAsync);

        Assert.Equal(FailureKind.Retryable, failure.Kind);
        Assert.Equal("Cloud Accounts responded with 200 to GET /awsAccounts, but its nextLink cannot be read", failure.Message);
        Assert.Single(_wire.Sent);
    }

    [Theory]
    [InlineData("//evil.test/v3.0/cam/awsAccounts?p=2")]
    [InlineData("http://evil.test:8080/v3.0/cam/awsAccounts?p=2")]
    [InlineData("https://user:password@evil.test/v3.0/cam/awsAccounts?p=2")]
    [InlineData("https://evil.test//v3.0/cam/awsAccounts?p=2")]
    [InlineData("v3.0/cam/awsAccounts?p=2")]
    public async Task Key_goes_to_our_host_whatever_host_a_link_names(string link)
    {
        _wire.Answer(200, PageWith(link)).Answer(200, """{"items":[]}""");

        await ListAsync();

        Assert.Equal("https://api.eu.test/v3.0/cam/awsAccounts?p=2", _wire.Sent[1].Uri.AbsoluteUri);
    }

    private static string PageWith(string link) =>
        new JsonObject { ["items"] = new JsonArray(), ["nextLink"] = link }.ToJsonString();

    private async Task ListAsync()
    {
        await foreach (var _ in _api.Client.ListAsync(25, null, Token))
        {
        }
    }
}
