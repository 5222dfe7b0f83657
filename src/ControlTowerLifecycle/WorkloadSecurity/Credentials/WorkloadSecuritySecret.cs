using System.Text.Json;
using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.WorkloadSecurity.Credentials;

/// <summary>
/// What the secret in Secrets Manager holds: the bare API key, or <c>{"ApiKey": "…", "ExternalId": "…"}</c> with the
/// external ID optional. Not a record: nothing may print it.
/// </summary>
internal sealed class WorkloadSecuritySecret
{
    private WorkloadSecuritySecret(string apiKey, string? externalId)
    {
        ApiKey = apiKey;
        ExternalId = externalId;
    }

    public string ApiKey { get; }

    /// <summary>
    /// The tenant's external ID as it was when the secret was written, for a tenant that no longer tells it.
    /// </summary>
    public string? ExternalId { get; }

    /// <exception cref="WorkloadSecurityException">The secret holds no key. The message does not quote it.</exception>
    public static WorkloadSecuritySecret Parse(string secret)
    {
        var text = secret.Trim();
        if (!text.StartsWith('{'))
            return Of(text, null);

        try
        {
            using var document = JsonDocument.Parse(text);
            return Of(Text(document.RootElement, "ApiKey"), Text(document.RootElement, "ExternalId"));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The latter: text that is no Unicode, found out only when it is decoded.
            throw Unusable("it starts like JSON and is not");
        }
    }

    private static WorkloadSecuritySecret Of(string? apiKey, string? externalId)
    {
        if (string.IsNullOrWhiteSpace(apiKey))
            throw Unusable("it holds no API key");

        // A header's value is visible ASCII; a stray line break is the usual copying mistake.
        return apiKey.All(c => c is > ' ' and < '\x7f')
            ? new WorkloadSecuritySecret(apiKey, string.IsNullOrWhiteSpace(externalId) ? null : externalId)
            : throw Unusable("the API key holds white space or characters that no key has");
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static WorkloadSecurityException Unusable(string why) => WorkloadSecurityFailure.Person(
        "read the API key", $"the secret with the API key cannot be used: {why}",
        "Put the bare key, or {\"ApiKey\": \"…\"}, into the secret that WORKLOAD_SECURITY_SECRET_ARN names.");
}
