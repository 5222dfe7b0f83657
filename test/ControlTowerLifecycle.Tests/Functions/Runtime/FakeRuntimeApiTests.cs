using System.Net;
using System.Text;

namespace ControlTowerLifecycle.Tests.Functions.Runtime;

/// <summary>The judge of the loop is judged first: it has to find what the platform forbids.</summary>
public sealed class FakeRuntimeApiTests
{
    private const string Next = "GET invocation/next";
    private const string Response = "POST invocation/a/response";
    private const string Error = "POST invocation/a/error";
    private const string Init = "POST init/error";

    [Theory]
    [InlineData("next twice", HttpStatusCode.Forbidden, Next, Next)]
    [InlineData("an answer for nothing", HttpStatusCode.Forbidden, Response)]
    [InlineData("an answer for another", HttpStatusCode.Forbidden, Next, "POST invocation/b/response")]
    [InlineData("two answers", HttpStatusCode.Forbidden, Next, Response, Response)]
    [InlineData("two errors", HttpStatusCode.Forbidden, Next, Error, Error)]
    [InlineData("an error after the answer", HttpStatusCode.Forbidden, Next, Response, Error)]
    [InlineData("an answer after the error", HttpStatusCode.Forbidden, Next, Error, Response)]
    [InlineData("init failed after init", HttpStatusCode.Forbidden, Next, Init)]
    [InlineData("anything after init failed", HttpStatusCode.Forbidden, Init, Next)]
    [InlineData("another path", HttpStatusCode.Forbidden, "GET invocation/last")]
    [InlineData("another method", HttpStatusCode.Forbidden, "POST invocation/next")]
    public async Task It_forbids(string what, HttpStatusCode status, params string[] calls)
    {
        await using var api = await FakeRuntimeApi.StartAsync(Runtime.Next.Event("a"));
        using var http = new HttpClient();
        var last = HttpStatusCode.Unused;
        foreach (var call in calls)
            last = await SendAsync(http, api, call, "Function.Fails");

        Assert.Equal((what, status), (what, last));
        Assert.Single(api.TakeForbidden());
    }

    [Theory]
    [InlineData("NoPrefix")]
    [InlineData("Function.lower")]
    [InlineData("Function.With`Tick")]
    public async Task It_forbids_an_error_type_that_Lambda_would_file_as_unknown(string type)
    {
        await using var api = await FakeRuntimeApi.StartAsync(Runtime.Next.Event("a"));
        using var http = new HttpClient();
        await SendAsync(http, api, Next, type);

        await SendAsync(http, api, Error, type);

        Assert.Equal([$"{Error}: malformed"], api.TakeForbidden());
    }

    [Fact]
    public async Task It_takes_what_is_allowed()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Runtime.Next.Event("a"));
        using var http = new HttpClient();

        Assert.Equal(HttpStatusCode.OK, await SendAsync(http, api, Next, ""));
        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(http, api, Error, "Function.Fails"));
        Assert.Empty(api.TakeForbidden());
    }

    private static async Task<HttpStatusCode> SendAsync(HttpClient http, FakeRuntimeApi api, string call, string type)
    {
        var (method, path) = (call.Split(' ')[0], call.Split(' ')[1]);
        using var request = new HttpRequestMessage(
            new HttpMethod(method), $"http://{api.Address}/2018-06-01/runtime/{path}");
        if (method == "POST")
        {
            request.Headers.TryAddWithoutValidation("Lambda-Runtime-Function-Error-Type", type);
            request.Content = new StringContent(
                $$"""{"errorMessage":"","errorType":"{{type}}","stackTrace":[]}""",
                Encoding.UTF8,
                "application/vnd.aws.lambda.error+json");
            request.Content.Headers.ContentType!.CharSet = null;
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
