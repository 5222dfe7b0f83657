using System.Text;
using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Tests.Fuzzing;

/// <summary>
/// Mutations that keep most of an XML text well formed: elements are dropped, repeated, renamed or filled with other
/// content, and declarations are added.
/// </summary>
internal static partial class XmlMutations
{
    private const string EntityExpansion =
        """<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>""";

    private static readonly string[] Prologs =
    [
        EntityExpansion, """<!DOCTYPE r SYSTEM "http://127.0.0.1:1/x.dtd">""", """<!DOCTYPE r [<!ENTITY c SYSTEM "file:///etc/passwd">]>""",
        """<?xml version="1.0" encoding="utf-16"?>""", """<?xml version="1.1"?>""", "<?pi?>", "<!-- -->", "\uFEFF", " ",
    ];

    private static readonly string[] OddTexts =
    [
        "", " ", "&c;", "&unknown;", "&#0;", "&#xD800;", "&#99999999999;", "<![CDATA[]]>", "<![CDATA[<x/>]]>", "<x/>", "%", "%zz", "%00",
        "%ED%A0%80", "true", "TRUE", "-1", "99999999999999999999", "2026-05-08T23:34:01Z", "9999-12-31T23:59:59-14:00",
        "0001-01-01T00:00:00+14:00", "24:00", "not a time", "Throttling", "AccessDenied", "NoSuchEntity", "SignatureDoesNotMatch", "x\ny",
    ];

    private static readonly string[] Names =
        ["Tags", "member", "Key", "Value", "Code", "Message", "Error", "ErrorResponse", "Marker", "IsTruncated", "Arn", "RequestId", "x"];

    public static byte[] Apply(Random random, byte[] utf8)
    {
        var text = Encoding.UTF8.GetString(utf8);
        var tags = Tag().Matches(text);
        return tags.Count == 0 ? ByteMutations.Apply(random, utf8, [utf8]) : Encoding.UTF8.GetBytes(Apply(random, text, random.One(tags)));
    }

    private static string Apply(Random random, string text, Match tag)
    {
        var name = tag.Groups["name"].Value;
        var end = text.IndexOf($"</{name}>", tag.Index, StringComparison.Ordinal);
        if (end < 0 || tag.Value[1] == '/')
            return text.Remove(tag.Index, tag.Length);

        var after = end + name.Length + 3;
        var inside = tag.Index + tag.Length;
        var element = text[tag.Index..after];
        return random.Next(9) switch
        {
            0 => text.Remove(tag.Index, element.Length),
            1 => text.Insert(after, Repeat(random, element)),
            2 => text.Replace($"<{name}", $"<{random.One(Names)}", StringComparison.Ordinal),
            3 => Rename(text, name, random.One(Names)),
            4 => random.One(Prologs) + text,
            5 => text.Insert(tag.Index + name.Length + 1, random.One([" xmlns=\"urn:x\"", " a=\"1\" a=\"2\"", " xml:space=\"preserve\"", " x:y=\"1\""])),
            6 => Nest(random, text, tag.Index, after),
            7 => EntityExpansion + text[..inside] + "&c;" + text[end..],
            _ => text[..inside] + OddText(random) + text[end..],
        };
    }

    private static string Rename(string text, string name, string other) => text
        .Replace($"<{name}>", $"<{other}>", StringComparison.Ordinal)
        .Replace($"</{name}>", $"</{other}>", StringComparison.Ordinal);

    private static string Repeat(Random random, string element) =>
        new StringBuilder().Insert(0, element, random.Next(50) == 0 ? random.Next(200) : random.Next(1, 4)).ToString();

    private static string Nest(Random random, string text, int start, int end)
    {
        var depth = random.Next(100) == 0 ? random.Next(5_000) : random.Next(1, 100);
        var open = new StringBuilder().Insert(0, "<x>", depth);
        var close = new StringBuilder().Insert(0, "</x>", depth);
        return $"{text[..start]}{open}{text[start..end]}{close}{text[end..]}";
    }

    private static string OddText(Random random) => random.Next(200) switch
    {
        0 => new string('x', random.Next(100_000)),
        1 => new StringBuilder().Insert(0, "&amp;", random.Next(10_000)).ToString(),
        2 => new StringBuilder().Insert(0, "%41", random.Next(10_000)).ToString(),
        _ => random.One(OddTexts),
    };

    [GeneratedRegex("</?(?<name>[A-Za-z]+)[^<>]*>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag();
}
