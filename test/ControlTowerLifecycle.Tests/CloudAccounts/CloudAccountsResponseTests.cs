using ControlTowerLifecycle.CloudAccounts.Api;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.Tests.CloudAccounts;

/// <summary>The length and form of a response are never trusted.</summary>
public class CloudAccountsResponseTests
{
    private const string Unreadable = "but the response cannot be read";

    private readonly ScriptedHttp _wire = new();
    private readonly CloudAccountsApi _api;

    public CloudAccountsResponseTests() => _api = new CloudAccountsApi(_wire);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"id":"444455556666","features":[{"id":"\ud800"}]}""")]
    [InlineData("""{"id":"444455556666","features":[{"id":"a","\udc00":1}]}""")]
    [InlineData("""{"id":"444455556666","features":["\ud800"]}""")]
    [InlineData("""{"id":"444455556666","missingAwsPermissions":"\ud800"}""")]
    [InlineData("""{"id":"444455556666","templateVersion":["\udc00\ud800"]}""")]
    [InlineData("""{"id":"444455556666","connectedSecurityServices":[{"name":"workload","instanceIds":["\ud800"]}]}""")]
    [InlineData("""{"id":"444455556666","description":"\ud800"}""")]
    public async Task Text_that_is_not_Unicode_is_a_retryable_failure(string account)
    {
        _wire.Answer(200, account).Answer(200, $$"""{"items":[{{account}}]}""");

        var one = await Assert.ThrowsAsync<CloudAccountsException>(() => _api.Client.FindAsync(Sample.Id, Token));
        var list = await Assert.ThrowsAsync<CloudAccountsException>(ListAsync);

        Assert.All([one, list], failure => Assert.Contains(Unreadable, failure.Message, StringComparison.Ordinal));
        Assert.All([one, list], failure => Assert.Equal(FailureKind.Retryable, failure.Kind));
    }

    [Fact]
    public async Task Features_that_are_not_Unicode_are_a_retryable_failure()
    {
        _wire.Answer(200, """{"items":[{"id":"\ud800"}]}""");

        var failure = await Assert.ThrowsAsync<CloudAccountsException>(() => _api.Client.ListFeaturesAsync(Token));

        Assert.Contains(Unreadable, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"items":[*]}""", "{}")]
    [InlineData("""{"items":[{"id":"444455556666","features":[*]}]}""", "{}")]
    [InlineData("""{"items":[{"id":"444455556666","missingAwsPermissions":[*]}]}""", "\"a\"")]
    public async Task List_of_millions_of_items_is_not_read(string page, string item)
    {
        _wire.Answer(200, page.Replace("*", string.Join(',', Enumerable.Repeat(item, VendorResponse.MaximumTokens)), StringComparison.Ordinal));

        var failure = await Assert.ThrowsAsync<CloudAccountsException>(ListAsync);

        Assert.Contains(Unreadable, failure.Message, StringComparison.Ordinal);
    }

    private async Task ListAsync()
    {
        await foreach (var _ in _api.Client.ListAsync(25, null, Token))
        {
        }
    }
}
