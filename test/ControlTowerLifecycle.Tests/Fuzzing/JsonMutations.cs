using System.Text;

namespace ControlTowerLifecycle.Tests.Fuzzing;

/// <summary>Mutations that keep most of a JSON text well formed, so that the parser accepts it.</summary>
internal static class JsonMutations
{
    private static readonly byte[][] OddValues =
    [
        .. new[]
        {
            "null", "true", "false", "0", "-1", "-0", "1e999", "1E-400", "99999999999999999999", "2147483648", "1.5", "NaN", "01",
            "\"\"", "\" \"", "\"x\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\u0000\"", "\"\\u202e\"", "\"\\x\"", "\"a\\r\\nb\"", "\"%\"",
            "\"true\"", "\"SUCCEEDED\"", "\"FAILED\"", "\"111122223333\"", "\"000000000000\"", "\"arn:aws:iam::111122223333:root\"",
            "\"aws.controltower\"", "\"backfill\"", "\"ACTIVE\"", "\"Throttling\"", "\"TooManyRequestsException\"",
            "[]", "[null]", "[[]]", "[\"x\",\"x\"]", "{}", "{\"a\":{}}", "{\"\":null}", "{\"a\":1,\"a\":2}", "[1,\"1\",{}]", "",
        }.Select(Encoding.UTF8.GetBytes),
        [(byte)'"', 0xFF, (byte)'"'], [(byte)'"', 0, (byte)'"'], [(byte)'"', 0xED, 0xA0, 0x80, (byte)'"'],
    ];

    private static readonly byte[][] OddNames =
    [
        .. new[]
        {
            "\"\"", "\"__type\"", "\"message\"", "\"Message\"", "\"code\"", "\"\\ud800\"", "\"\\u0000\"", "\"ID\"", "\"Id\"", "\"Statement\"",
            "\"Condition\"", "\"AWS\"", "\"sts:ExternalId\"", "\"Records\"", "\"accountId\"", "\"$type\"", "\"NextToken\"",
        }.Select(Encoding.UTF8.GetBytes),
        [(byte)'"', 0xFF, (byte)'"'],
    ];

    public static byte[] Apply(Random random, byte[] text)
    {
        var parts = JsonParts.Of(text);
        if (parts.Values.Count == 0)
            return random.One(OddValues);

        var value = random.One(parts.Values);
        if (parts.Members.Count == 0)
            return text.With(value, OddValue(random));

        var member = random.One(parts.Members);
        var name = random.One(parts.Names);
        return random.Next(8) switch
        {
            0 => Drop(text, member),
            1 => text.With(member.Start..member.Start, [.. text.AsSpan(member), (byte)',']),
            2 => text.With(member.Start..member.Start, [.. text.AsSpan(name), (byte)':', .. OddValue(random), (byte)',']),
            3 => text.With(name, random.Next(2) == 0 ? random.One(OddNames) : text.AsSpan(random.One(parts.Names))),
            4 => text.With(value, text.AsSpan(random.One(parts.Values))),
            5 => Nest(random, text, value),
            6 => text.With(value, [.. "["u8, .. text.AsSpan(value), (byte)',', .. OddValue(random), .. "]"u8]),
            _ => text.With(value, OddValue(random)),
        };
    }

    private static byte[] OddValue(Random random) => random.Next(200) switch
    {
        0 => [.. "\""u8, .. "x"u8.Times(random.Next(100_000)), .. "\""u8],
        1 => [.. "\""u8, .. "\\u0001"u8.Times(random.Next(5_000)), .. "\""u8],
        2 => "9"u8.Times(random.Next(1, 10_000)),
        3 => [.. "["u8, .. "\"x\","u8.Times(random.Next(5_000)), .. "1]"u8],
        _ => random.One(OddValues),
    };

    private static byte[] Drop(byte[] text, Range member)
    {
        var end = member.End.Value;
        while (end < text.Length && text[end] is (byte)' ' or (byte)'\n' or (byte)'\r')
            end++;
        return text.With(member.Start..(end < text.Length && text[end] == ',' ? end + 1 : member.End.Value));
    }

    private static byte[] Nest(Random random, byte[] text, Range value)
    {
        var depth = random.Next(100) == 0 ? random.Next(20_000) : random.Next(1, 80);
        var (open, close) = random.Next(2) == 0 ? ("[", "]") : ("{\"a\":", "}");
        return text.With(
            value,
            [
                .. ((ReadOnlySpan<byte>)Encoding.UTF8.GetBytes(open)).Times(depth),
                .. text.AsSpan(value),
                .. ((ReadOnlySpan<byte>)Encoding.UTF8.GetBytes(close)).Times(depth),
            ]);
    }
}
