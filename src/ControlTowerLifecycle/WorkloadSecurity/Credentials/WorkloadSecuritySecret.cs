using System.Text.Json;
using ControlTowerLifecycle.VendorCalls;
using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.WorkloadSecurity.Credentials;

/// <summary>
/// The content of the secret in Secrets Manager: the bare API key, or <c>{"ApiKey": "…", "ExternalId": "…"}</c>. The
/// external ID is optional. It is not a record, because the ToString of a record prints its members.
/// </summary>
internal sealed class WorkloadSecuritySecret
{
    private WorkloadSecuritySecret(string apiKey, string? externalId)
    {
        ApiKey = apiKey;
        ExternalId = externalId;
        Echo = new SecretEcho(apiKey);
    }

    public string ApiKey { get; }

    /// <summary>Finds the key in text from outside.</summary>
    public SecretEcho Echo { get; }

    /// <summary>
    /// The tenant's external ID when the secret was written, for a tenant whose retrieval is switched off; null if
    /// there is none.
    /// </summary>
    public string? ExternalId { get; }

    /// <exception cref="WorkloadSecurityException">The secret holds no usable key. The message does not quote the
    /// secret.</exception>
    public static WorkloadSecuritySecret Parse(string secret)
    {
        var text = secret.Trim();
        if (text.StartsWith('\uFEFF'))
            throw Unusable("it starts with a byte order mark: save the text as UTF-8 without one");

        if (text.StartsWith('['))
            throw Unusable("it is a JSON list, not a key or an object with the field ApiKey");

        if (!text.StartsWith('{'))
            return Create(text, null);

        try
        {
            using var document = JsonDocument.Parse(text);
            return Create(Text(document.RootElement, "ApiKey"), Text(document.RootElement, "ExternalId"));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is not Unicode, which is found only when it is decoded.
            throw Unusable("it starts like JSON, but is not JSON");
        }
    }

    private static WorkloadSecuritySecret Create(string? apiKey, string? externalId)
    {
        if (string.IsNullOrWhiteSpace(apiKey))
            throw Unusable("it holds no API key");

        if (IsQuoted(apiKey))
            throw Unusable("there are quotes around the API key: remove them");

        if (IsToken(apiKey))
        {
            throw Unusable(
                "it holds a token of Trend Vision One (JWT), not an API key of Server & Workload Protection: create the key in that "
                + "product's console, under Administration > User Management > API Keys");
        }

        // A header value is visible ASCII. A line break that was copied with the key is the usual mistake.
        return apiKey.All(c => c is > ' ' and < '\x7f')
            ? new WorkloadSecuritySecret(apiKey, string.IsNullOrWhiteSpace(externalId) ? null : externalId)
            : throw Unusable("the API key holds white space or characters that no key has");
    }

    private static bool IsQuoted(string key) =>
        key is ['"' or '\'' or '`' or '\u201C' or '\u2018', ..] or [.., '"' or '\'' or '`' or '\u201D' or '\u2019'];

    /// <summary>Three parts in base64, of which the first is a JSON object (RFC 7519).</summary>
    private static bool IsToken(string key) => key.StartsWith("eyJ", StringComparison.Ordinal) && key.Split('.').Length == 3;

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static WorkloadSecurityException Unusable(string why) => WorkloadSecurityFailure.NeedsOperator(
        "read the API key", $"the secret with the API key cannot be used: {why}",
        "Put the bare key, or {\"ApiKey\": \"…\"}, into the secret that WORKLOAD_SECURITY_SECRET_ARN names.");
}
