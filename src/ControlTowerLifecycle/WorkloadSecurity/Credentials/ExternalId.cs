using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.WorkloadSecurity.Credentials;

/// <summary>
/// The form of an external ID: 2 to 1,224 of <c>[\w+=,.@:/-]</c> (STS API reference, <c>AssumeRole.ExternalId</c>). A policy
/// variable, a wildcard or white space in a trust policy would allow more than one ID, or none.
/// </summary>
internal static partial class ExternalId
{
    public const string Expected = "an external ID has 2 to 1,224 letters, digits and _+=,.@:/-";

    public static bool IsValid(string text) => Shape().IsMatch(text);

    /// <summary>Shows in a message whether two processes know the same ID. The message does not contain the ID.</summary>
    public static string Hash(string id) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 8));

    [GeneratedRegex(@"\A[A-Za-z0-9_+=,.@:/-]{2,1224}\z", RegexOptions.None, 1000)]
    private static partial Regex Shape();
}
