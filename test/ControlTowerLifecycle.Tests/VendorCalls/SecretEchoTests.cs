using System.Net;
using System.Text;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.Tests.VendorCalls;

/// <summary>A vendor, a proxy or a firewall can repeat the API key in many forms.</summary>
public class SecretEchoTests
{
    private const string Key = "2:vJC6xEyUQ2/5bR+kZw9Lq:7hTn=";

    private static readonly SecretEcho Echo = new(Key);

    public static TheoryData<string, string> Dresses => new()
    {
        { "verbatim", Key },
        { "upper case", Key.ToUpperInvariant() },
        { "without its prefix", Key[2..] },
        { "one character short", Key[..^1] },
        { "eight characters", Key.Substring(9, 8) },
        { "split by a space", Key.Insert(5, " ").Insert(9, " ") },
        { "split by a line break and zero-width characters", Key.Insert(5, "\n").Insert(9, "\u200b") },
        { "escaped for a URL", Uri.EscapeDataString(Key) },
        { "escaped for a URL twice", Uri.EscapeDataString(Uri.EscapeDataString(Key)) },
        { "every character escaped for a URL", string.Concat(Key.Select(c => $"%{(int)c:x2}")) },
        { "escaped for HTML", WebUtility.HtmlEncode(Key.Replace('+', '&')).Replace("&amp;", "&#43;", StringComparison.Ordinal) },
        { "HTML entities", string.Concat(Key.Select(c => $"&#{(int)c};")) },
        { "JSON escapes", string.Concat(Key.Select(c => $"\\u{(int)c:X4}")) },
        { "hex", Convert.ToHexString(Encoding.UTF8.GetBytes(Key)) },
        { "hex with colons", Convert.ToHexString(Encoding.UTF8.GetBytes(Key)).Chunk(2).Aggregate("", (a, b) => $"{a}:{new string(b)}") },
        { "hex with 0x", string.Concat(Key.Select(c => $"0x{(int)c:x2} ")) },
        { "hex of UTF-16", Convert.ToHexString(Encoding.Unicode.GetBytes(Key)) },
        { "base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(Key)) },
        { "base64 of a header", Convert.ToBase64String(Encoding.UTF8.GetBytes($"ApiKey {Key}")) },
        { "base64 of a user and password", Convert.ToBase64String(Encoding.UTF8.GetBytes($"u:{Key}")) },
        { "base64 in lower case", Convert.ToBase64String(Encoding.UTF8.GetBytes(Key)).ToLowerInvariant() },
        { "base64 for a URL", Convert.ToBase64String(Encoding.UTF8.GetBytes(Key)).Replace('+', '-').Replace('/', '_') },
        { "base64 of UTF-16", Convert.ToBase64String(Encoding.BigEndianUnicode.GetBytes(Key)) },
        { "UTF-16 read as UTF-8", Encoding.UTF8.GetString(Encoding.Unicode.GetBytes(Key)) },
    };

    [Theory]
    [MemberData(nameof(Dresses))]
    public void Key_is_found_in_any_dress(string dress, string text)
    {
        Assert.True(Echo.IsIn($"The credential <{text}> is not valid."), dress);
        Assert.True(Echo.IsIn(text), dress);
    }

    [Theory]
    [InlineData("")]
    [InlineData("The role arn:aws:iam::444455556666:role/CloudOneWorkloadConnectorRole cannot be assumed.")]
    [InlineData("2:vJC6x is seven characters, 100 % of a name &amp; \\u00 0x")]
    [InlineData("00000000000000000000000000000000AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    public void Other_text_is_not_the_key(string text) => Assert.False(Echo.IsIn(text));

    [Fact]
    public void Short_key_is_found_as_a_whole()
    {
        Assert.True(new SecretEcho("k1").IsIn("key K 1 is unknown"));
        Assert.False(new SecretEcho("k1").IsIn("key k2 is unknown"));
    }
}
