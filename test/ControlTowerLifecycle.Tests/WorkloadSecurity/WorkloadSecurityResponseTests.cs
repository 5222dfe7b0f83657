using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>No answer is trusted, neither in length nor in form.</summary>
public class WorkloadSecurityResponseTests
{
    private const string Failed = "Workload Security answered 418 to GET /awsconnectorsettings";
    private const int LongestAnswer = 16 * 1024 * 1024;

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
    public async Task An_error_is_told_in_the_vendor_s_own_words_on_one_line(string body, string told) =>
        Assert.Equal(Failed + told, (await FailureAsync(body)).Message);

    [Fact]
    public async Task No_more_than_three_hundred_characters_of_an_error_are_told() =>
        Assert.Equal($"{Failed}: {new string('x', 300)}…", (await FailureAsync(new string('x', 301))).Message);

    [Fact]
    public async Task Three_hundred_characters_are_told_uncut() =>
        Assert.Equal($"{Failed}: {new string('x', 300)}", (await FailureAsync(new string('x', 300))).Message);

    [Fact]
    public async Task Of_an_endless_error_no_more_than_a_bound_is_read()
    {
        var endless = new EndlessStream();
        _wire.Answer(418, new StreamContent(endless));

        await Assert.ThrowsAsync<WorkloadSecurityException>(() => _tenant.Api.FindExternalIdAsync(Token));

        Assert.InRange(endless.Delivered, 1, 64 * 1024);
    }

    [Theory]
    [InlineData($$"""{"message":"The key {{Sample.Key}} is unknown."}""", ": The key … is unknown.")]
    [InlineData($"ApiKey {Sample.Key} {Sample.Key}", ": ApiKey … …")]
    public async Task A_key_that_is_echoed_is_taken_out(string body, string told) =>
        Assert.Equal(Failed + told, (await FailureAsync(body)).Message);

    [Fact]
    public async Task A_key_that_is_echoed_across_the_cut_is_taken_out()
    {
        var failure = await FailureAsync(new string('x', 290) + Sample.Key);

        Assert.Equal($"{Failed}: {new string('x', 290)}…", failure.Message);
    }

    [Fact]
    public async Task The_request_id_is_kept_for_the_vendor_s_support()
    {
        _wire.Answer(418, "", ("X-Request-ID", "r-1"));

        Assert.Equal("r-1", (await FailureAsync()).RequestId);
    }

    [Fact]
    public async Task A_key_that_is_echoed_as_the_request_id_is_taken_out()
    {
        _wire.Answer(418, "", ("X-Request-ID", $"r-{Sample.Key}"));

        Assert.Equal("r-…", (await FailureAsync()).RequestId);
    }

    [Fact]
    public async Task A_refusal_that_echoes_the_key_does_not_leave_it_anywhere_in_the_exception()
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
    public async Task Something_that_is_no_answer_of_the_API_is_told_and_left_to_the_queue(string body)
    {
        _wire.Answer(200, body);

        var failure = await FailureAsync();

        Assert.Equal(
            "Workload Security answered 200 to GET /awsconnectorsettings, with something that is not its API's answer", failure.Message);
        Assert.Equal(FailureKind.Retryable, failure.Kind);
    }

    [Fact]
    public async Task An_answer_of_sixteen_MiB_is_read()
    {
        _wire.Answer(200, new ByteArrayContent(Padded(LongestAnswer)));

        Assert.Equal("x", await _tenant.Api.FindExternalIdAsync(Token));
    }

    [Fact]
    public async Task A_longer_answer_is_not_read()
    {
        _wire.Answer(200, new ByteArrayContent(Padded(LongestAnswer + 1)));

        Assert.Contains("with something that is not its API's answer", (await FailureAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_new_in_an_answer_does_not_disturb()
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
    public async Task Nothing_of_an_answer_that_cannot_be_read_is_told()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "WorkloadSecurity", "Payloads", "settings-with-a-bare-word.json");
        var answer = await File.ReadAllTextAsync(path, Token);
        _wire.Answer(200, answer);

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
