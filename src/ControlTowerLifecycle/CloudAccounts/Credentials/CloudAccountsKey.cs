using System.Buffers.Text;
using System.Text.Json;
using ControlTowerLifecycle.CloudAccounts.Api;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.CloudAccounts.Credentials;

/// <summary>
/// The content of the secret in Secrets Manager: a bare API key of Trend Vision One, or <c>{"ApiKey": "…"}</c>. It is not
/// a record, because the ToString of a record prints its members.
/// </summary>
internal sealed class CloudAccountsKey
{
    private CloudAccountsKey(string value) => Value = value;

    /// <summary>All refused sign-ins of one process with one version of the secret.</summary>
    public const int MaximumRefusals = 4;

    public string Value { get; }

    /// <summary>Limits how often a refused key is presented.</summary>
    public SignInLimit SignIns { get; private init; } = new(MaximumRefusals);

    /// <summary>The key as it was read later: if it is the same one, its refusals count on.</summary>
    public CloudAccountsKey After(CloudAccountsKey? earlier) => earlier is not null && earlier.Value == Value
        ? new CloudAccountsKey(Value) { SignIns = earlier.SignIns }
        : this;

    /// <summary>Finds the key in text of the vendor.</summary>
    public SecretEcho Echo => field ??= new SecretEcho(Value);

    /// <summary>
    /// When the key ends. A key is a JSON Web Token; its end is read from <c>exp</c> or <c>et</c>, in seconds. Null if it
    /// cannot be read.
    /// </summary>
    public DateTimeOffset? ExpiresAt => ReadEnd(Value);

    /// <exception cref="CloudAccountsException">The secret holds no usable key. The message does not quote the
    /// secret.</exception>
    public static CloudAccountsKey Parse(string secret)
    {
        var text = secret.Trim();
        if (!text.StartsWith('{'))
            return Create(text);

        try
        {
            using var document = JsonDocument.Parse(text);
            var key = document.RootElement.Member("ApiKey");
            return Create(key.ValueKind == JsonValueKind.String ? key.GetString() : null);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is not Unicode, which is found only when it is decoded.
            throw Unusable("it starts like JSON, but is not JSON");
        }
    }

    private static CloudAccountsKey Create(string? key)
    {
        if (string.IsNullOrWhiteSpace(key))
            throw Unusable("it holds no API key");

        // A header value is visible ASCII. A line break that was copied with the key is the usual mistake.
        if (!key.All(c => c is > ' ' and < '\x7f'))
            throw Unusable("the API key holds white space or characters that no key has");

        // Keys of Workload Security's console look like 2:vJC6…=, keys of Cloud One like tmc…:…; a token has no colon.
        return key.Contains(':', StringComparison.Ordinal)
            ? throw Unusable("it holds a key of Workload Security, not of Trend Vision One")
            : new CloudAccountsKey(key);
    }

    private static DateTimeOffset? ReadEnd(string token)
    {
        if (token.Split('.') is not [_, { Length: > 0 } payload, _])
            return null;

        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            return ((string[])["exp", "et"])
                .Select(name => claims.RootElement.Member(name))
                .Where(claim => claim.ValueKind == JsonValueKind.Number && claim.TryGetInt64(out _))
                .Select(claim => claim.GetInt64())
                .Where(seconds => seconds > 0 && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds())
                .Select(seconds => (DateTimeOffset?)DateTimeOffset.FromUnixTimeSeconds(seconds))
                .FirstOrDefault();
        }
        catch (Exception fault) when (fault is JsonException or FormatException)
        {
            return null;
        }
    }

    private static CloudAccountsException Unusable(string why) => CloudAccountsFailure.NeedsOperator(
        "read the API key", $"the secret with the API key of Cloud Accounts cannot be used: {why}",
        "Put the bare key, or {\"ApiKey\": \"…\"}, into the secret that CLOUD_ACCOUNTS_SECRET_ARN names.");
}
