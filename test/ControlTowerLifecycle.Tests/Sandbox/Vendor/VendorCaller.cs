using System.Text;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox;

namespace ControlTowerLifecycle.Tests.Sandbox.Vendor;

internal sealed record VendorReply(int Status, string Text, HttpResponseMessage Response)
{
    public JsonNode Json => JsonNode.Parse(Text)!;
}

/// <summary>Calls the vendor's API with any header.</summary>
internal sealed record VendorCaller(Uri Endpoint, string KeyHeader, string KeyValue, string? Version = "v1")
{
    private static readonly HttpClient Client = new();

    public VendorCaller(SandboxServer sandbox)
        : this(sandbox.VendorEndpoint, "Authorization", $"ApiKey {sandbox.Vendor.Key.Secret}")
    {
    }

    /// <summary>After this time the caller cancels the request.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    public Task<VendorReply> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<VendorReply> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public async Task<VendorReply> SendAsync(HttpMethod method, string path, string? body)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Timeout);
        using var request = new HttpRequestMessage(method, new Uri(Endpoint, $"api/{path}"));
        request.Headers.TryAddWithoutValidation(KeyHeader, KeyValue);
        if (Version is not null)
            request.Headers.Add("api-version", Version);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        var response = await Client.SendAsync(request, timeout.Token);
        return new VendorReply(
            (int)response.StatusCode, await response.Content.ReadAsStringAsync(timeout.Token), response);
    }
}
