using System.Text;
using ControlTowerLifecycle.CloudAccounts.Api;
using ControlTowerLifecycle.CloudAccounts.Connections;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.CloudAccounts;

/// <summary>A page for a browser is never an answer of the vendor.</summary>
public class CloudAccountsPageTests
{
    private const string Page = "<html><b>Blocked by the firewall</b></html>";
    private const string Unreadable = "but the response cannot be read";

    private readonly ScriptedHttp _wire = new();
    private readonly CloudAccountsApi _api;

    public CloudAccountsPageTests() => _api = new CloudAccountsApi(_wire);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task Write_that_a_page_answers_is_a_retryable_failure(string method)
    {
        _wire.Answer(200, new StringContent("Please sign in.", Encoding.UTF8, "text/html"));

        var failure = await Assert.ThrowsAsync<CloudAccountsException>(() => CallAsync(method));

        Assert.Contains(Unreadable, failure.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Retryable, failure.Kind);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task Page_is_known_by_its_text_if_its_type_is_not_stated(string method)
    {
        _wire.Answer(200, $"\ufeff\r\n {Page}");

        var failure = await Assert.ThrowsAsync<CloudAccountsException>(() => CallAsync(method));

        Assert.Contains(Unreadable, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(Page)]
    [InlineData("not found")]
    [InlineData("""{"error":{"code":"ResourceNotFound","message":"no such path"}}""")]
    [InlineData("""{"error":{"code":"ResourceNotFound","message":"no such path","innererror":{"code":"NotFound"}}}""")]
    public async Task Account_is_removed_only_if_the_API_says_so(string body)
    {
        _wire.Answer(404, body);

        var failure = await Assert.ThrowsAsync<CloudAccountsException>(() => CallAsync("DELETE"));

        Assert.Equal(404, failure.Status);
        Assert.Contains("CLOUD_ACCOUNTS_PATH_PREFIX", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_with_the_text_of_the_API_is_a_page()
    {
        _wire.Answer(404, new StringContent("""{"error":{"code":"NotFound"}}""", Encoding.UTF8, "text/html"));

        await Assert.ThrowsAsync<CloudAccountsException>(() => CallAsync("DELETE"));
    }

    [Theory]
    [InlineData(401, "GET")]
    [InlineData(403, "GET")]
    [InlineData(401, "DELETE")]
    [InlineData(403, "DELETE")]
    [InlineData(401, "POST")]
    [InlineData(403, "POST")]
    [InlineData(400, "DELETE")]
    [InlineData(406, "GET")]
    [InlineData(413, "POST")]
    public async Task Page_is_no_verdict_of_the_vendor(int status, string method)
    {
        _wire.Answer(status, Page);

        var failure = await Assert.ThrowsAsync<CloudAccountsException>(() => CallAsync(method));

        Assert.Equal(FailureKind.Retryable, failure.Kind);
        Assert.StartsWith("A page responded instead of the API", failure.Advice, StringComparison.Ordinal);
        Assert.Equal(1, _api.SecretReads);
    }

    [Fact]
    public async Task Pages_do_not_use_up_the_sign_ins_of_the_key()
    {
        for (var call = 0; call < 5; call++)
        {
            _wire.Answer(401, Page);
            await Assert.ThrowsAsync<CloudAccountsException>(() => CallAsync("GET"));
        }

        _wire.Answer(204);

        await CallAsync("DELETE");

        Assert.Equal(6, _wire.Sent.Count);
    }

    private Task CallAsync(string method) => method switch
    {
        "GET" => _api.Client.FindAsync(Sample.Id, Token),
        "POST" => _api.Client.CreateAsync(Sample.Id, new ConnectionFields("a", CloudSample.RoleArn), Token),
        "PATCH" => _api.Client.ModifyAsync(Sample.Id, CloudSample.RoleArn, null, Token),
        _ => _api.Client.RemoveAsync(Sample.Id, Token),
    };
}
