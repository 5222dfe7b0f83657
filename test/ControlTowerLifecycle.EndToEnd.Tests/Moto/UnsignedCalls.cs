using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace ControlTowerLifecycle.EndToEnd.Tests.Moto;

/// <summary>
/// Calls to moto that carry no signature. They tell it which service and account are meant, and it believes them while
/// its checks are off.
/// </summary>
internal sealed class UnsignedCalls(HttpClient http, string region)
{
    /// <summary>Off from the start. Once on, moto verifies signatures and enforces identity policies.</summary>
    public async Task SetChecksAsync(bool areOn, CancellationToken cancellationToken)
    {
        // So many calls are believed before the checks begin.
        using var believed = new StringContent(areOn ? "0" : "inf", Encoding.UTF8, "text/plain");
        using var answer = await http.PostAsync(
            new Uri("moto-api/reset-auth", UriKind.Relative), believed, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Moto forgets everything it was told.</summary>
    public async Task ForgetEverythingAsync(CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsync(
            new Uri("moto-api/reset", UriKind.Relative), content: null, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Calls a JSON service.</summary>
    /// <param name="service">The name that calls are signed for.</param>
    /// <param name="target">What the header X-Amz-Target begins with.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="caller">An account id or an access key's id.</param>
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

    /// <summary>
    /// Calls a Query service. Every leaf of the answer by its name; the few that are read occur once.
    /// </summary>
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
        using var answer = await http.SendAsync(request, cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode
            ? body
            : throw new InvalidOperationException($"moto refused to arrange: {body}");
    }
}
