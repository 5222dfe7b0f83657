using System.Net;
using System.Text;

namespace ControlTowerLifecycle.Tests.Functions.Runtime;

/// <summary>The fake must refuse what Lambda refuses; otherwise the tests of the loop prove nothing.</summary>
public sealed class FakeRuntimeApiTests
{
    private const string Next = "GET invocation/next";
    private const string Response = "POST invocation/a/response";
    private const string Error = "POST invocation/a/error";
    private const string Init = "POST init/error";

    [Theory]
    [InlineData("next twice", HttpStatusCode.Forbidden, Next, Next)]
    [InlineData("a response without an event", HttpStatusCode.Forbidden, Response)]
    [InlineData("a response for another event", HttpStatusCode.Forbidden, Next, "POST invocation/b/response")]
    [InlineData("two responses", HttpStatusCode.Forbidden, Next, Response, Response)]
    [InlineData("two errors", HttpStatusCode.Forbidden, Next, Error, Error)]
    [InlineData("an error after the response", HttpStatusCode.Forbidden, Next, Response, Error)]
    [InlineData("a response after the error", HttpStatusCode.Forbidden, Next, Error, Response)]
    [InlineData("init failed after init", HttpStatusCode.Forbidden, Next, Init)]
    [InlineData("a call after init failed", HttpStatusCode.Forbidden, Init, Next)]
    [InlineData("another path", HttpStatusCode.Forbidden, "GET invocation/last")]
    [InlineData("another method", HttpStatusCode.Forbidden, "POST invocation/next")]
    public async Task Forbidden_sequence_of_calls_is_refused(string what, HttpStatusCode status, params string[] calls)
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
    public async Task Invalid_error_type_is_refused(string type)
    {
        await using var api = await FakeRuntimeApi.StartAsync(Runtime.Next.Event("a"));
        using var http = new HttpClient();
        await SendAsync(http, api, Next, type);

        await SendAsync(http, api, Error, type);

        Assert.Equal([$"{Error}: malformed"], api.TakeForbidden());
    }

    [Fact]
    public async Task Allowed_sequence_of_calls_is_accepted()
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
