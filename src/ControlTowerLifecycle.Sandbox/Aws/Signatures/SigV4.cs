using System.Security.Cryptography;
using System.Text;

namespace ControlTowerLifecycle.Sandbox.Aws.Signatures;

/// <summary>Computes Signature Version 4 on the server side.</summary>
internal static class SigV4
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The hexadecimal signature of a canonical request.</summary>
    public static string Sign(string canonicalRequest, string date, CredentialScope scope, string secretKey)
    {
        var text = $"{Algorithm}\n{date}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonicalRequest))}";
        var key = Encoding.UTF8.GetBytes($"AWS4{secretKey}");
        foreach (var part in scope.Parts)
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    public static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}

/// <summary>The scope of a signing key: one day, one Region, one service.</summary>
internal sealed record CredentialScope(string Date, string Region, string Service)
{
    public const string Terminator = "aws4_request";

    /// <summary>In the order of the key derivation.</summary>
    public string[] Parts => [Date, Region, Service, Terminator];

    public override string ToString() => string.Join('/', Parts);
}

/// <summary>The parsed Authorization header.</summary>
internal sealed record SignatureHeader(
    string AccessKey, CredentialScope Scope, string[] SignedHeaders, string Signature)
{
    /// <summary>Null if the header is not a Signature Version 4.</summary>
    public static SignatureHeader? Parse(string? header)
    {
        if (header?.StartsWith($"{SigV4.Algorithm} ", StringComparison.Ordinal) != true)
            return null;
        var parts = header[(SigV4.Algorithm.Length + 1)..]
            .Split(',', StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .DistinctBy(pair => pair[0], StringComparer.Ordinal)
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return parts.TryGetValue("Credential", out var credential)
            && credential.Split('/') is [var key, var date, var region, var service, CredentialScope.Terminator]
            && parts.TryGetValue("SignedHeaders", out var signed)
            && parts.TryGetValue("Signature", out var signature)
                ? new SignatureHeader(key, new CredentialScope(date, region, service), signed.Split(';'), signature)
                : null;
    }
}
