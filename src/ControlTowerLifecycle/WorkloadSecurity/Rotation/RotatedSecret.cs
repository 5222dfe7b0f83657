using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.WorkloadSecurity.Rotation;

/// <summary>The text of the secret with another API key. Every other field stays as it is.</summary>
internal static class RotatedSecret
{
    /// <param name="secret">A text that <see cref="Credentials.WorkloadSecuritySecret.Parse"/> has accepted.</param>
    /// <param name="apiKey">The new key.</param>
    public static string Write(string secret, string apiKey)
    {
        if (!secret.AsSpan().TrimStart().StartsWith('{'))
            return apiKey;

        var fields = JsonNode.Parse(secret)!.AsObject();
        fields["ApiKey"] = apiKey;
        return fields.ToJsonString();
    }
}
