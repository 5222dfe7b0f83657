using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Failures;

/// <summary>The ID of a cause of failures in the table and in the work queue: 32 hexadecimal digits, so that it contains no text.</summary>
internal sealed partial record CauseId
{
    private const int ShortLength = 8;

    private CauseId(string value) => Value = value;

    public string Value { get; }

    /// <summary>
    /// Its first 8 digits, which a dead letter carries and an operator types. Different causes in one queue are few, so
    /// 8 digits distinguish them.
    /// </summary>
    public string Short => Value[..ShortLength];

    public static CauseId Of(string causeKey) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(causeKey)).AsSpan(0, 16)));

    public static bool TryParse(string text, [NotNullWhen(true)] out CauseId? id)
    {
        id = Pattern().IsMatch(text) ? new CauseId(text) : null;
        return id is not null;
    }

    /// <summary>Whether a text is the short form of an ID.</summary>
    public static bool IsShort(string text) => text.Length == ShortLength && text.All(char.IsAsciiHexDigitLower);

    public override string ToString() => Value;

    [GeneratedRegex(@"\A[0-9a-f]{32}\z", RegexOptions.None, 1000)]
    private static partial Regex Pattern();
}
