using System.Net.Http.Headers;
using System.Text;
using ControlTowerLifecycle.Sandbox.CloudFormation;

namespace ControlTowerLifecycle.Tests.Sandbox.CloudFormation;

public sealed class ResponseBucketTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly HttpClient _http = new();
    private ResponseBucket _bucket = null!;
    private PresignedUrl _url = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bucket = await ResponseBucket.StartAsync(_time, Token);
        _url = _bucket.Presign("arn:aws:cloudformation:eu-west-1:111122223333:stack/lifecycle/guid|Backfill|request");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _bucket.DisposeAsync();
    }

    [Fact]
    public async Task Put_without_a_content_type_is_accepted()
    {
        Assert.Equal(200, await PutAsync(_url.Url, "{}"));

        Assert.Equal("{}", await _url.Body);
    }

    [Fact]
    public async Task Put_with_a_content_type_is_refused()
    {
        Assert.Equal(403, await PutAsync(_url.Url, "{}", "application/json"));

        Assert.False(_url.Body.IsCompleted);
    }

    [Fact]
    public async Task Wrong_signature_or_key_is_refused()
    {
        Assert.Equal(403, await PutAsync(_url.Url[..^4] + "0000", "{}"));
        Assert.Equal(403, await PutAsync(_url.Url.Replace("Backfill", "Another", StringComparison.Ordinal), "{}"));
        Assert.Equal(403, await PutAsync(_url.Url.Split('?')[0], "{}"));
    }

    [Fact]
    public async Task Only_put_is_signed()
    {
        using var response = await _http.PostAsync(_url.Url, new ByteArrayContent([]), Token);

        Assert.Equal(403, (int)response.StatusCode);
    }

    [Fact]
    public async Task Url_expires_after_two_hours_or_on_request()
    {
        _bucket.Expired = true;
        Assert.Equal(403, await PutAsync(_url.Url, "{}"));
        _bucket.Expired = false;
        _time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(200, await PutAsync(_url.Url, "{}"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(403, await PutAsync(_url.Url, "{}"));
    }

    [Fact]
    public async Task Bucket_returns_503_as_often_as_requested()
    {
        _bucket.BeUnavailable(2);

        Assert.Equal(503, await PutAsync(_url.Url, "{}"));
        Assert.Equal(503, await PutAsync(_url.Url, "{}"));
        Assert.Equal(200, await PutAsync(_url.Url, "{}"));
    }

    [Fact]
    public async Task First_of_two_responses_counts()
    {
        await PutAsync(_url.Url, "first");
        await PutAsync(_url.Url, "second");

        Assert.Equal("first", await _url.Body);
        Assert.Equal(2, _url.Puts);
    }

    private async Task<int> PutAsync(string url, string body, string? contentType = null)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = contentType is null ? null : new MediaTypeHeaderValue(contentType);
        using var response = await _http.PutAsync(url, content, Token);
        return (int)response.StatusCode;
    }
}
