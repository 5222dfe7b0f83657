using ControlTowerLifecycle.Functions.Backfill;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;

namespace ControlTowerLifecycle.Tests.Functions;

public sealed class CustomResourceResponderTests : IDisposable
{
    /// <summary>In milliseconds. Only a test that fails waits for it.</summary>
    private const int HangsOtherwise = 30_000;

    private readonly ManualTime _time = new(At.Start) { AutoAdvance = true };
    private readonly CancellationTokenSource _end;
    private readonly FakeCloudFormation _cloudFormation;
    private readonly HttpClient _http;
    private readonly Output _output = new();
    private readonly LifecycleLog _log;

    public CustomResourceResponderTests()
    {
        _cloudFormation = new FakeCloudFormation(_time);
        _http = new HttpClient(_cloudFormation) { Timeout = Timeout.InfiniteTimeSpan };
        _end = new CancellationTokenSource(TimeSpan.FromMinutes(1), _time);
        _log = new LifecycleLog(_output, _time);
    }

    public void Dispose()
    {
        _http.Dispose();
        _end.Dispose();
        _output.Dispose();
        Assert.All(_cloudFormation.Puts, put => Secrets.AssertAbsent(put.Text));
    }

    [Fact]
    public async Task Content_type_is_empty()
    {
        await SucceedAsync();

        Assert.Equal("", _cloudFormation.Put.ContentType);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(400)]
    [InlineData(FakeCloudFormation.Lost)]
    public async Task Response_that_was_not_taken_is_sent_again(int status)
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
    public async Task Bucket_that_does_not_respond_times_out_after_five_seconds()
    {
        _cloudFormation.Says(FakeCloudFormation.Silent);

        var responding = SucceedAsync();
        _time.Advance(TimeSpan.FromSeconds(5));
        await responding;

        Assert.Equal([0, 5.25], _cloudFormation.Puts.Select(put => (put.At - At.Start).TotalSeconds));
    }

    [Fact]
    public async Task Expired_url_is_not_retried_and_is_logged()
    {
        _cloudFormation.Says(500, 403);

        await SucceedAsync();

        Assert.Equal(2, _cloudFormation.Puts.Count);
        var line = _output.Line("CloudFormation did not take the response");
        Assert.Equal(("Error", "its response URL has expired (403)"), (line.Text("level"), line.Text("cause")));
    }

    [Theory(Timeout = HangsOtherwise)]
    [InlineData(503, "503")]
    [InlineData(FakeCloudFormation.Lost, "no response")]
    public async Task Response_that_is_never_taken_fails_the_invocation_at_its_end_with_the_reason(int status, string reason)
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
    public async Task Url_that_is_not_https_is_refused_and_not_quoted(string url)
    {
        var request = new CustomResourceRequest { RequestType = "Create", ResponseUrl = url };

        var failure = await Assert.ThrowsAsync<FunctionErrorException>(() => RespondAsync(request));

        Assert.Equal("UnreadableRequest", failure.Kind);
        Secrets.AssertAbsent(failure.ToString());
    }

    [Fact]
    public async Task Success_has_no_reason()
    {
        await SucceedAsync();

        Assert.False(_cloudFormation.Put.Json.TryGetProperty("Reason", out _));
    }

    [Fact]
    public async Task Url_is_sent_unchanged_and_content_type_stays_empty()
    {
        await using var bucket = await Loopback.StartAsync((_, _) => Task.CompletedTask);
        using var http = new HttpClient();
        var path = FakeCloudFormation.ResponseUrl[FakeCloudFormation.ResponseUrl.IndexOf("/arn", StringComparison.Ordinal)..];
        var request = new CustomResourceRequest { ResponseUrl = $"http://{bucket.Address}{path}" };

        await new CustomResourceResponder(http, _log, _time).FailAsync(request, "é", TestContext.Current.CancellationToken);

        var put = Assert.Single(bucket.Calls);
        Assert.Equal("PUT", put.Method);
        Assert.Equal(path, put.RawTarget);
        Assert.Equal("", put.Headers["Content-Type"]);
        Assert.Equal("é", put.Json.Text("Reason"));
    }

    [Fact(Timeout = HangsOtherwise)]
    public async Task Body_without_an_end_is_not_read()
    {
        await using var bucket = await Loopback.StartAsync(async (_, context) =>
        {
            var kilobyte = new byte[1024];
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(kilobyte);
        });
        using var http = new HttpClient();

        await new CustomResourceResponder(http, _log, _time).FailAsync(
            new CustomResourceRequest { ResponseUrl = $"http://{bucket.Address}/" }, "why", TestContext.Current.CancellationToken);

        Assert.Single(bucket.Calls);
    }

    private static CustomResourceRequest Request =>
        CustomResourceRequest.TryRead(Payload.Bytes("CustomResource.Create.json"))!;

    private Task SucceedAsync() => RespondAsync(Request);

    private Task RespondAsync(CustomResourceRequest request) =>
        new CustomResourceResponder(_http, _log, _time).SucceedAsync(
            request, new Dictionary<string, string>(StringComparer.Ordinal) { ["Accounts"] = "1" }, _end.Token);
}
