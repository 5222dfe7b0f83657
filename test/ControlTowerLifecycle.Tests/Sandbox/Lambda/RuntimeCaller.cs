using System.Net;
using System.Text;
using System.Text.Json;

namespace ControlTowerLifecycle.Tests.Sandbox.Lambda;

/// <summary>Calls the Runtime API as a runtime does.</summary>
internal sealed class RuntimeCaller(string runtimeApi, CancellationToken cancellationToken) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://{runtimeApi}/2018-06-01/") };

    public async Task<RuntimeEvent> NextAsync()
    {
        using var response = await _http.GetAsync("runtime/invocation/next", cancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new RuntimeEvent(
            response.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single(),
            await response.Content.ReadAsStringAsync(cancellationToken),
            response.Headers.ToDictionary(
                header => header.Key, header => header.Value.Single(), StringComparer.OrdinalIgnoreCase));
    }

    public Task<RuntimeResponse> RespondAsync(string requestId, string body) =>
        SendAsync(HttpMethod.Post, $"runtime/invocation/{requestId}/response", body);

    public Task<RuntimeResponse> FailAsync(string requestId, string type, string body) =>
        SendAsync(HttpMethod.Post, $"runtime/invocation/{requestId}/error", body, type);

    public Task<RuntimeResponse> FailInitAsync(string type, string body) =>
        SendAsync(HttpMethod.Post, "runtime/init/error", body, type);

    public async Task<RuntimeResponse> SendAsync(
        HttpMethod method, string path, string? body = null, string? errorType = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (errorType is not null)
            request.Headers.Add("Lambda-Runtime-Function-Error-Type", errorType);
        using var response = await _http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return new RuntimeResponse((int)response.StatusCode, text);
    }

    public void Dispose() => _http.Dispose();
}

internal sealed record RuntimeEvent(string RequestId, string Payload, IReadOnlyDictionary<string, string> Headers);

internal sealed record RuntimeResponse(int Status, string Body)
{
    public string? ErrorType => Status == 202 ? null : JsonElement.Parse(Body).GetProperty("errorType").GetString();
}
