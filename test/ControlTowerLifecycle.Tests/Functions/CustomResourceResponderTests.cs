using ControlTowerLifecycle.Functions.Backfill;
using ControlTowerLifecycle.Functions.Runtime;

namespace ControlTowerLifecycle.Tests.Functions;

public sealed class CustomResourceResponderTests : IDisposable
{
    /// <summary>In milliseconds; where the code is right nothing waits for it.</summary>
    private const int HangsOtherwise = 30_000;

    private readonly ManualTime _time = new(At.Start) { AutoAdvance = true };
    private readonly CancellationTokenSource _end;
    private readonly FakeCloudFormation _cloudFormation;
    private readonly HttpClient _http;

    public CustomResourceResponderTests()
    {
        _cloudFormation = new FakeCloudFormation(_time);
        _http = new HttpClient(_cloudFormation) { Timeout = Timeout.InfiniteTimeSpan };
        _end = new CancellationTokenSource(TimeSpan.FromMinutes(1), _time);
    }

    public void Dispose()
    {
        _http.Dispose();
        _end.Dispose();
        Assert.All(_cloudFormation.Puts, put => Secrets.AssertAbsent(put.Text));
    }

    [Fact]
    public async Task The_content_type_is_empty()
    {
        await SucceedAsync();

        Assert.Equal("", _cloudFormation.Put.ContentType);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(400)]
    [InlineData(FakeCloudFormation.Lost)]
    public async Task An_answer_that_was_not_taken_is_sent_again(int status)
    {
        _cloudFormation.Says(status, status);

        await SucceedAsync();

        Assert.Equal([status, status, 200], _cloudFormation.Puts.Select(put => put.Status));
        Assert.Single(_cloudFormation.Puts.Select(put => put.Text).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Pauses_between_puts_double_up_to_four_seconds()
    {
        _cloudFormation.Says(500, 500, 500, 500, 500, 500, 500);

        await SucceedAsync();

        Assert.Equal(
            [0, 0.25, 0.75, 1.75, 3.75, 7.75, 11.75, 15.75],
            _cloudFormation.Puts.Select(put => (put.At - At.Start).TotalSeconds));
    }

    [Fact(Timeout = HangsOtherwise)]
    public async Task A_bucket_that_says_nothing_is_given_five_seconds()
    {
        _cloudFormation.Says(FakeCloudFormation.Silent);

        var answering = SucceedAsync();
        _time.Advance(TimeSpan.FromSeconds(5));
        await answering;

        Assert.Equal([0, 5.25], _cloudFormation.Puts.Select(put => (put.At - At.Start).TotalSeconds));
    }

    [Fact]
    public async Task A_url_that_has_expired_is_not_tried_again()
    {
        _cloudFormation.Says(500, 403);

        var failure = await Assert.ThrowsAsync<FunctionErrorException>(SucceedAsync);

        Assert.Equal("AnswerRefused", failure.Kind);
        Assert.Equal(2, _cloudFormation.Puts.Count);
        Secrets.AssertAbsent(failure.ToString());
    }

    [Theory(Timeout = HangsOtherwise)]
    [InlineData(503, "503")]
    [InlineData(FakeCloudFormation.Lost, "no answer")]
    public async Task An_answer_that_is_never_taken_fails_the_invocation_at_its_end_with_the_reason(int status, string reason)
    {
        _cloudFormation.Says([.. Enumerable.Repeat(status, 100)]);

        var failure = await Assert.ThrowsAsync<FunctionErrorException>(SucceedAsync);

        Assert.Equal("NotAnswered", failure.Kind);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Secrets.AssertAbsent(failure.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("no URL")]
    [InlineData("/relative?X-Amz-Signature=example")]
    [InlineData("http://bucket.example/key?X-Amz-Signature=example")]
    [InlineData("ftp://127.0.0.1/key?X-Amz-Signature=example")]
    [InlineData("file:///key?X-Amz-Signature=example")]
    public async Task A_url_that_is_not_https_is_refused_without_being_told(string url)
    {
        var request = new CustomResourceRequest { RequestType = "Create", ResponseUrl = url };

        var failure = await Assert.ThrowsAsync<FunctionErrorException>(() => AnswersAsync(request));

        Assert.Equal("UnreadableRequest", failure.Kind);
        Secrets.AssertAbsent(failure.ToString());
    }

    [Fact]
    public async Task A_success_has_no_reason()
    {
        await SucceedAsync();

        Assert.False(_cloudFormation.Put.Json.TryGetProperty("Reason", out _));
    }

    [Fact]
    public async Task Over_the_wire_the_url_is_kept_to_the_letter_and_the_content_type_stays_empty()
    {
        await using var bucket = await Loopback.StartAsync((_, _) => Task.CompletedTask);
        using var http = new HttpClient();
        var path = FakeCloudFormation.ResponseUrl[FakeCloudFormation.ResponseUrl.IndexOf("/arn", StringComparison.Ordinal)..];
        var request = new CustomResourceRequest { ResponseUrl = $"http://{bucket.Address}{path}" };

        await new CustomResourceResponder(http, _time).FailAsync(request, "é", TestContext.Current.CancellationToken);

        var put = Assert.Single(bucket.Calls);
        Assert.Equal("PUT", put.Method);
        Assert.Equal(path, put.RawTarget);
        Assert.Equal("", put.Headers["Content-Type"]);
        Assert.Equal("é", put.Json.Text("Reason"));
    }

    private static CustomResourceRequest Request =>
        CustomResourceRequest.TryRead(Payload.Bytes("CustomResource.Create.json"))!;

    private Task SucceedAsync() => AnswersAsync(Request);

    private Task AnswersAsync(CustomResourceRequest request) =>
        new CustomResourceResponder(_http, _time).SucceedAsync(
            request, new Dictionary<string, string>(StringComparer.Ordinal) { ["Accounts"] = "1" }, _end.Token);
}
