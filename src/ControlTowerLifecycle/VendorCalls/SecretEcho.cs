using System.Globalization;
using System.Net;
using System.Text;

namespace ControlTowerLifecycle.VendorCalls;

/// <summary>
/// Finds a secret in text from outside, also if only a part of it is there or if it is encoded: with another case, split
/// by spaces or control characters, escaped for a URL, HTML or JSON, as hex or base64, in UTF-8 or UTF-16.
/// </summary>
internal sealed class SecretEcho
{
    /// <summary>
    /// Text that shares so many consecutive characters with the secret repeats it. Of a shorter secret all characters.
    /// </summary>
    private const int SharedCharacters = 8;

    /// <summary>Text can be escaped more than once.</summary>
    private const int MaximumEscapes = 4;

    /// <summary>Most processes never receive an error, so the parts are computed at the first one.</summary>
    private readonly Lazy<List<Parts>> _parts;

    public SecretEcho(string secret) => _parts = new Lazy<List<Parts>>(() => CreateParts(secret));

    /// <summary>Whether the text repeats the secret or a part of it.</summary>
    public bool IsIn(string text)
    {
        for (var escapes = 0; escapes < MaximumEscapes; escapes++)
        {
            if (Repeats(Visible(text)) || Repeats(Plain(text)) || Repeats(Plain(WithoutHexPrefix(text))))
                return true;

            var unescaped = Unescape(text);
            if (unescaped == text)
                return false;

            text = unescaped;
        }

        return false;
    }

    private bool Repeats(string text) => _parts.Value.Exists(parts => parts.AnyIsIn(text));

    private static List<Parts> CreateParts(string secret)
    {
        List<Parts> parts = [];
        Add(parts, Visible(secret), SharedCharacters);
        if (secret.Length >= SharedCharacters)
            AddEncoded(parts, secret);
        return parts;
    }

    /// <summary>All parts of one length, without regard to case.</summary>
    private static void Add(List<Parts> parts, string form, int length)
    {
        foreach (var text in (string[])[form, Plain(form)])
        {
            var part = Math.Min(length, text.Length);
            if (part > 0 && (part == length || form == text))
                parts.Add(new Parts(text, part));
        }
    }

    private static void AddEncoded(List<Parts> parts, string secret)
    {
        foreach (var (encoding, width) in (ReadOnlySpan<(Encoding, int)>)
            [(Encoding.UTF8, 1), (Encoding.Unicode, 2), (Encoding.BigEndianUnicode, 2)])
        {
            var bytes = encoding.GetBytes(secret);
            Add(parts, Convert.ToHexStringLower(bytes), SharedCharacters * width * 2);

            // The characters of base64 depend on where the secret begins within a group of three bytes. Those at both
            // ends depend on its neighbors.
            for (var offset = 0; offset < 3; offset++)
            {
                var base64 = Convert.ToBase64String([.. new byte[offset], .. bytes]).TrimEnd('=').ToLowerInvariant();
                var start = offset == 0 ? 0 : offset + 1;
                Add(parts, base64[Math.Min(start, base64.Length)..^1], (SharedCharacters * width * 4 / 3) - 1);
            }
        }
    }

    private static string Visible(string text) => string.Concat(text
        .Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format)
        .Select(char.ToLowerInvariant));

    private static string Plain(string text) =>
        string.Concat(text.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant));

    private static string WithoutHexPrefix(string text) => text
        .Replace("0x", "", StringComparison.OrdinalIgnoreCase).Replace("\\x", "", StringComparison.OrdinalIgnoreCase);

    private static string Unescape(string text) =>
        UnescapeJson(WebUtility.HtmlDecode(Uri.UnescapeDataString(text)));

    /// <summary>Replaces <c>\u0041</c>, also without the rest of a JSON text.</summary>
    private static string UnescapeJson(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 5 < text.Length && text[at + 1] is 'u' or 'U'
                && ushort.TryParse(
                    text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                plain.Append((char)code);
                at += 5;
            }
            else
            {
                plain.Append(text[at]);
            }
        }

        return plain.ToString();
    }

    /// <summary>All parts of one length of a text. Only their hash codes are kept: a key can have thousands of parts.</summary>
    private sealed class Parts
    {
        private readonly string _text;
        private readonly int _length;
        private readonly HashSet<int> _codes;

        public Parts(string text, int length)
        {
            (_text, _length) = (text, length);
            _codes = new HashSet<int>(text.Length - length + 1);
            for (var start = 0; start + length <= text.Length; start++)
                _codes.Add(Code(text.AsSpan(start, length)));
        }

        public bool AnyIsIn(string other)
        {
            for (var start = 0; start + _length <= other.Length; start++)
            {
                var part = other.AsSpan(start, _length);
                if (_codes.Contains(Code(part)) && _text.AsSpan().Contains(part, StringComparison.Ordinal))
                    return true;
            }

            return false;
        }

        private static int Code(ReadOnlySpan<char> part) => string.GetHashCode(part, StringComparison.Ordinal);
    }
}
