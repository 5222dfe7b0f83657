using System.Text;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox;

namespace ControlTowerLifecycle.Tests.Sandbox.Vendor;

internal sealed record VendorReply(int Status, string Text, HttpResponseMessage Response)
{
    public JsonNode Json => JsonNode.Parse(Text)!;
}

/// <summary>Calls the vendor's API with the header of one's choice.</summary>
internal sealed record VendorCaller(Uri Endpoint, string KeyHeader, string KeyValue, string? Version = "v1")
{
    private static readonly HttpClient Client = new();

    public VendorCaller(SandboxServer sandbox)
        : this(sandbox.VendorEndpoint, "Authorization", $"ApiKey {sandbox.Vendor.Key.Secret}")
    {
    }

    /// <summary>How long the caller waits before it gives up and goes.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    public Task<VendorReply> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<VendorReply> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public async Task<VendorReply> SendAsync(HttpMethod method, string path, string? body)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        using var request = new HttpRequestMessage(method, new Uri(Endpoint, $"api/{path}"));
        request.Headers.TryAddWithoutValidation(KeyHeader, KeyValue);
        if (Version is not null)
            request.Headers.Add("api-version", Version);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        var response = await Client.SendAsync(request, patience.Token);
        return new VendorReply(
            (int)response.StatusCode, await response.Content.ReadAsStringAsync(patience.Token), response);
    }
}
