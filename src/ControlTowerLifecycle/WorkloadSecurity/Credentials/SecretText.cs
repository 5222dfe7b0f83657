using System.Text.Json;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.WorkloadSecurity.Credentials;

/// <summary>
/// The text of the secret with another value of one field. Every other field stays as it is. Each method takes a text that
/// <see cref="WorkloadSecuritySecret.Parse"/> has accepted.
/// </summary>
internal static class SecretText
{
    private static readonly JsonDocumentOptions NoFieldTwice = new() { AllowDuplicateProperties = false };

    /// <summary>A bare key stays a bare key.</summary>
    public static string WithApiKey(string secret, string apiKey)
    {
        if (IsBareKey(secret))
            return apiKey;

        var fields = Read(secret);
        fields["ApiKey"] = apiKey;
        return fields.ToJsonString();
    }

    /// <summary>A bare key becomes an object with the field ApiKey.</summary>
    public static string WithExternalId(string secret, string externalId)
    {
        var fields = IsBareKey(secret) ? new JsonObject { ["ApiKey"] = secret.Trim() } : Read(secret);
        fields["ExternalId"] = externalId;
        return fields.ToJsonString();
    }

    private static bool IsBareKey(string secret) => !secret.AsSpan().TrimStart().StartsWith('{');

    private static JsonObject Read(string secret)
    {
        try
        {
            return JsonNode.Parse(secret, documentOptions: NoFieldTwice)!.AsObject();
        }
        catch (JsonException)
        {
            // The exception's message could quote the secret.
            throw WorkloadSecuritySecret.Unusable("it has a field twice, so it cannot be rewritten");
        }
    }
}
