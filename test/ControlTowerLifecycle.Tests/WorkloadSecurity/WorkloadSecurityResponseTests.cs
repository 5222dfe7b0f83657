using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.VendorCalls;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Rotation;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>The length and form of a response are never trusted.</summary>
public class WorkloadSecurityResponseTests
{
    private const string Failed = "Workload Security responded with 418 to GET /awsconnectorsettings";
    private const string LeftOut = ": (text left out: it repeats a part of the API key)";
    private const int LongestBody = 16 * 1024 * 1024;

    private readonly ScriptedHttp _wire = new();
    private readonly TenantClient _tenant;

    public WorkloadSecurityResponseTests() => _tenant = new TenantClient(_wire);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "")]
    [InlineData("{}", "")]
    [InlineData("""{"message":null}""", "")]
    [InlineData("""{"message":"  "}""", "")]
    [InlineData("""{"message":"No teapot.","code":7}""", ": No teapot.")]
    [InlineData("""{"message":"two\r\nlines\u001b[31m"}""", ": two  lines [31m")]
    [InlineData("<html>\n<b>No</b></html>\n", ": <html> <b>No</b></html>")]
    [InlineData("""{"message":7}""", """: {"message":7}""")]
    [InlineData("""{"error":{"code":"x","message":"No teapot."}}""", ": No teapot.")]
    [InlineData("""{"errors":[{"message":"No tea."},{"message":"No pot."}]}""", ": No tea.; No pot.")]
    [InlineData("""{"errors":["No tea."]}""", ": No tea.")]
    [InlineData("""{"detail":"No teapot."}""", ": No teapot.")]
    [InlineData("""{"Message":"No teapot."}""", ": No teapot.")]
    [InlineData("""{"error":"No teapot."}""", ": No teapot.")]
    [InlineData("""{"status":418,"why":["x"]}""", """: {"status":418,"why":["x"]}""")]
    [InlineData("\ufeff{\"message\":\"No teapot.\"}", ": No teapot.")]
    [InlineData("""{"message":"\u202eevil\u200b"}""", ": evil")]
    public async Task Error_has_the_vendor_s_own_words_on_one_line(string body, string shown) =>
        Assert.Equal(Failed + shown, (await FailureAsync(body)).Message);

    [Fact]
    public async Task Error_is_cut_after_three_hundred_characters() =>
        Assert.Equal($"{Failed}: {new string('x', 300)}…", (await FailureAsync(new string('x', 301))).Message);

    [Fact]
    public async Task Error_of_three_hundred_characters_is_not_cut() =>
        Assert.Equal($"{Failed}: {new string('x', 300)}", (await FailureAsync(new string('x', 300))).Message);

    [Fact]
    public async Task Endless_error_is_read_up_to_a_bound()
    {
        var endless = new EndlessStream();
        _wire.Answer(418, new StreamContent(endless));

        await Assert.ThrowsAsync<WorkloadSecurityException>(() => _tenant.Api.FindExternalIdAsync(Token));

        Assert.InRange(endless.Delivered, 1, 64 * 1024);
    }

    [Theory]
    [InlineData($$"""{"message":"The key {{Sample.Key}} is unknown."}""", LeftOut)]
    [InlineData($"ApiKey {Sample.Key} {Sample.Key}", LeftOut)]
    public async Task Text_that_repeats_the_key_is_left_out(string body, string shown) =>
        Assert.Equal(Failed + shown, (await FailureAsync(body)).Message);

    [Fact]
    public async Task Text_that_repeats_the_key_across_the_cut_is_left_out()
    {
        var failure = await FailureAsync(new string('x', 290) + Sample.Key);

        Assert.Equal(Failed + LeftOut, failure.Message);
    }

    [Fact]
    public async Task Request_id_is_kept_for_the_vendor_s_support()
    {
        _wire.Answer(418, "", ("X-Request-ID", "r-1"));

        Assert.Equal("r-1", (await FailureAsync()).RequestId);
    }

    [Fact]
    public async Task Request_id_that_repeats_the_key_is_left_out()
    {
        _wire.Answer(418, "", ("X-Request-ID", $"r-{Sample.Key}"));

        Assert.Equal(LeftOut[2..], (await FailureAsync()).RequestId);
    }

    [Fact]
    public async Task Exception_does_not_hold_the_key_that_a_refusal_repeats()
    {
        _wire.Answer(403, $"no {Sample.Key}");

        Assert.DoesNotContain(Sample.Key, (await FailureAsync()).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("<html>Sign in</html>")]
    [InlineData("""{"externalId":7}""")]
    [InlineData("""{"externalId":"\ud800"}""")]
    [InlineData("""{"externalId":"x"}{}""")]
    [InlineData("""{"other":[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]}""")]
    public async Task Body_that_the_API_does_not_return_is_a_retryable_failure(string body)
    {
        _wire.Answer(200, body);

        var failure = await FailureAsync();

        Assert.Equal(
            "Workload Security responded with 200 to GET /awsconnectorsettings, but the response cannot be read", failure.Message);
        Assert.Equal(FailureKind.Retryable, failure.Kind);
    }

    [Fact]
    public async Task Body_of_sixteen_MiB_is_read()
    {
        _wire.Answer(200, new ByteArrayContent(Padded(LongestBody)));

        Assert.Equal("x", await _tenant.Api.FindExternalIdAsync(Token));
    }

    [Fact]
    public async Task Longer_body_is_not_read()
    {
        _wire.Answer(200, new ByteArrayContent(Padded(LongestBody + 1)));

        Assert.Contains("but the response cannot be read", (await FailureAsync()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://login.example/sign-in?x=1", "login.example")]
    [InlineData("/sign-in", "another path of the same host")]
    public async Task Redirect_is_not_followed_and_its_host_is_named(string location, string target)
    {
        _wire.Answer(302, "", ("Location", location));

        var failure = await FailureAsync();

        Assert.Equal(
            $"Workload Security responded with 302 to GET /awsconnectorsettings with a redirect to {target}", failure.Message);
        Assert.Equal(FailureKind.NeedsOperator, failure.Kind);
    }

    [Theory]
    [InlineData(401, "<html><b>Blocked by the firewall</b></html>")]
    [InlineData(403, "\r\n <!DOCTYPE html><title>Access denied</title>")]
    [InlineData(400, "<html>Bad request</html>")]
    [InlineData(406, "<html>Not acceptable</html>")]
    public async Task Page_is_no_verdict_of_the_vendor(int status, string page)
    {
        _wire.Answer(status, page);

        var failure = await FailureAsync();

        Assert.Equal(FailureKind.Retryable, failure.Kind);
        Assert.StartsWith("A page responded instead of the API", failure.Advice, StringComparison.Ordinal);
        Assert.Single(_wire.Sent);
    }

    [Fact]
    public async Task Byte_order_mark_is_skipped()
    {
        _wire.Answer(200, "\ufeff{\"externalId\":\"x\"}");

        Assert.Equal("x", await _tenant.Api.FindExternalIdAsync(Token));
    }

    [Fact]
    public async Task List_of_millions_of_items_is_not_read()
    {
        var items = string.Join(',', Enumerable.Repeat("{}", VendorResponse.MaximumTokens / 2));
        _wire.Answer(200, $$"""{"awsConnectors":[{{items}}]}""");

        var failure = await Assert.ThrowsAsync<WorkloadSecurityException>(() => _tenant.Api.SearchAsync(Sample.Id, Token));

        Assert.Contains("but the response cannot be read", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_of_millions_of_keys_is_not_read()
    {
        _wire.Answer(200, $$"""{"apiKeys":[{{string.Join(',', Enumerable.Repeat("null", VendorResponse.MaximumTokens))}}]}""");

        var failure = await Assert.ThrowsAsync<WorkloadSecurityException>(
            () => new ApiKeysClient(_tenant.Http).ListAsync(Token));

        Assert.Contains("but the response cannot be read", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_of_5_000_connectors_with_all_regions_is_read()
    {
        var regions = string.Join(',', Enumerable.Repeat("""{"region":"eu-west-1","computersSynced":true,"workspacesSynced":false}""", 17));
        var connectors = Enumerable.Range(1, 5000).Select(id =>
            $$"""{"ID":{{id}},"accountId":"444455556666","displayName":"a","crossAccountRoleArn":"b","syncedRegions":[{{regions}}]}""");
        _wire.Answer(200, $$"""{"awsConnectors":[{{string.Join(',', connectors)}}]}""");

        Assert.Equal(5000, (await _tenant.Api.SearchAsync(Sample.Id, Token)).Count);
    }

    [Fact]
    public async Task Unknown_property_is_ignored()
    {
        _wire.Answer(200, """{"since2027":{"a":[1]},"externalId":"x"}""");

        Assert.Equal("x", await _tenant.Api.FindExternalIdAsync(Token));
    }

    private static byte[] Padded(int length)
    {
        var body = new byte[length];
        Array.Fill(body, (byte)' ');
        """{"externalId":"x"}"""u8.CopyTo(body);
        return body;
    }

    [Fact]
    public async Task Failure_quotes_nothing_of_an_unreadable_body()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "WorkloadSecurity", "Payloads", "settings-with-a-bare-word.json");
        var response = await File.ReadAllTextAsync(path, Token);
        _wire.Answer(200, response);

        Assert.DoesNotContain("treat-this-as-secret", (await FailureAsync()).ToString(), StringComparison.Ordinal);
    }

    private Task<WorkloadSecurityException> FailureAsync(string body)
    {
        _wire.Answer(418, body);
        return FailureAsync();
    }

    private Task<WorkloadSecurityException> FailureAsync() =>
        Assert.ThrowsAsync<WorkloadSecurityException>(() => _tenant.Api.FindExternalIdAsync(Token));
}
