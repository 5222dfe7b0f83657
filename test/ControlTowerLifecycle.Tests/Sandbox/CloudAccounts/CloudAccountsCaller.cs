using System.Text;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox;

namespace ControlTowerLifecycle.Tests.Sandbox.CloudAccounts;

internal sealed record CloudAccountsReply(int Status, string Text, HttpResponseMessage Response)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string? Code => (string?)Json["error"]!["code"];

    public string? InnerCode => (string?)Json["error"]!["innererror"]?["code"];
}

/// <summary>Calls the Cloud Accounts API with any key, path and header.</summary>
internal sealed record CloudAccountsCaller(Uri Endpoint, string Authorization)
{
    private static readonly HttpClient Client = new();

    public CloudAccountsCaller(SandboxServer sandbox)
        : this(sandbox.CloudAccountsEndpoint, $"Bearer {sandbox.CloudAccounts.Key}")
    {
    }

    public string Prefix { get; init; } = "/v3.0/cam";

    public Task<CloudAccountsReply> GetAsync(string path, string? filter = null) =>
        SendAsync(HttpMethod.Get, path, null, ("TMV1-Filter", filter));

    public Task<CloudAccountsReply> PostAsync(JsonObject body) =>
        SendAsync(HttpMethod.Post, "awsAccounts", body.ToJsonString());

    public Task<CloudAccountsReply> PatchAsync(string accountId, string body, string? ifMatch = null) =>
        SendAsync(HttpMethod.Patch, $"awsAccounts/{accountId}", body, ("If-Match", ifMatch));

    public Task<CloudAccountsReply> DeleteAsync(string accountId) =>
        SendAsync(HttpMethod.Delete, $"awsAccounts/{accountId}", null);

    /// <param name="method">The HTTP method.</param>
    /// <param name="path">What comes after the prefix; or a complete URL, such as a nextLink.</param>
    /// <param name="body">The body; null if there is none.</param>
    /// <param name="headers">More headers; one without a value is not sent.</param>
    public async Task<CloudAccountsReply> SendAsync(
        HttpMethod method, string path, string? body, params (string Name, string? Value)[] headers)
    {
        var url = path.StartsWith("http", StringComparison.Ordinal) ? path : $"{Prefix}/{path}";
        using var request = new HttpRequestMessage(method, new Uri(Endpoint, url));
        request.Headers.TryAddWithoutValidation("Authorization", Authorization);
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
            request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return new CloudAccountsReply(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response);
    }
}
