using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ControlTowerLifecycle.Sandbox.Aws;

/// <summary>ARNs and ids. They are computed from names, so every run of the sandbox has the same ids.</summary>
internal static class AwsNames
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Role(string accountId, string name) => $"arn:aws:iam::{accountId}:role/{name}";

    public static string Policy(string accountId, string name) => $"arn:aws:iam::{accountId}:policy/{name}";

    public static string IdentityProvider(string accountId, string host) =>
        $"arn:aws:iam::{accountId}:oidc-provider/{host}";

    public static string Session(string accountId, string roleName, string sessionName) =>
        $"arn:aws:sts::{accountId}:assumed-role/{roleName}/{sessionName}";

    public static string Organization(string managementAccountId, string resource) =>
        $"arn:aws:organizations::{managementAccountId}:{resource}";

    /// <summary><c>ou-&lt;root&gt;-&lt;8 characters&gt;</c>.</summary>
    public static string OrganizationalUnitId(string rootId, int number) =>
        $"ou-{rootId[2..]}-{Unique("unit", number.ToString(CultureInfo.InvariantCulture), 8).ToLowerInvariant()}";

    /// <summary>The account in an ARN, or null if the text is no ARN or the ARN has no account.</summary>
    public static string? AccountOf(string arn)
    {
        var parts = arn.Split(':', 6);
        return parts.Length == 6 && parts[0] == "arn" && parts[4].Length == 12 && parts[4].All(char.IsAsciiDigit)
            ? parts[4]
            : null;
    }

    /// <summary>The part after the account in an ARN, for example <c>role/Name</c>.</summary>
    public static string? ResourceOf(string arn) => arn.Split(':', 6) is { Length: 6 } parts ? parts[5] : null;

    /// <summary>Letters and digits computed from <paramref name="kind"/> and <paramref name="name"/> alone.</summary>
    public static string Unique(string kind, string name, int length)
    {
        var hash = SHA512.HashData(Encoding.UTF8.GetBytes($"{kind}:{name}"));
        return string.Create(length, hash, static (span, bytes) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = Letters[bytes[i % bytes.Length] % Letters.Length];
        });
    }
}
