using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace ControlTowerLifecycle.EndToEnd.Tests.Moto;

/// <summary>
/// Calls to moto without a signature. They name the service and the account, which moto accepts while its checks are
/// off.
/// </summary>
internal sealed class UnsignedCalls(HttpClient http, string region)
{
    /// <summary>
    /// Checks are off at the start. If they are on, moto verifies signatures and enforces identity policies.
    /// </summary>
    public async Task SetChecksAsync(bool areOn, CancellationToken cancellationToken)
    {
        // The number of calls that moto accepts before the checks begin.
        using var uncheckedCalls = new StringContent(areOn ? "0" : "inf", Encoding.UTF8, "text/plain");
        using var response = await http.PostAsync(
            new Uri("moto-api/reset-auth", UriKind.Relative), uncheckedCalls, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Deletes all resources in moto.</summary>
    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        using var response = await http.PostAsync(
            new Uri("moto-api/reset", UriKind.Relative), content: null, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Calls a JSON service.</summary>
    /// <param name="service">The service name of the signature's scope.</param>
    /// <param name="target">The prefix of the header X-Amz-Target.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="caller">An account id or an access key id.</param>
    /// <param name="body">The parameters.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<JsonNode> JsonAsync(
        string service,
        string target,
        string operation,
        string caller,
        JsonObject body,
        CancellationToken cancellationToken)
    {
        using var request = NewRequest(service, caller);
        request.Headers.Add("X-Amz-Target", $"{target}.{operation}");
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/x-amz-json-1.1");
        return JsonNode.Parse(await SendAsync(request, cancellationToken) is { Length: > 0 } text ? text : "{}")!;
    }

    /// <summary>Calls a Query service.</summary>
    /// <returns>The text of every leaf element by its name. Only the first element of a name is kept.</returns>
    public async Task<Dictionary<string, string>> QueryAsync(
        string service, string caller, (string Name, string Value)[] fields, CancellationToken cancellationToken)
    {
        using var request = NewRequest(service, caller);
        request.Content = new FormUrlEncodedContent(
            fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)));
        return XDocument.Parse(await SendAsync(request, cancellationToken)).Descendants()
            .Where(element => !element.HasElements)
            .GroupBy(element => element.Name.LocalName, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().Value, StringComparer.Ordinal);
    }

    private HttpRequestMessage NewRequest(string service, string caller)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/", UriKind.Relative));
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential={caller}/20260101/{region}/{service}/aws4_request, "
            + "SignedHeaders=host, Signature=none");
        return request;
    }

    private async Task<string> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await http.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? body
            : throw new InvalidOperationException($"moto refused the call: {body}");
    }
}
