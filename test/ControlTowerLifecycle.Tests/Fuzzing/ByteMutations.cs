using System.Text;

namespace ControlTowerLifecycle.Tests.Fuzzing;

/// <summary>Mutations of bytes, independent of the format.</summary>
internal static class ByteMutations
{
    private static readonly byte[][] Tokens =
    [
        [0], [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xFE, 0xFF], [0xF4, 0x90, 0x80, 0x80],
        .. new[] { "{", "}", "[", "]", "\"", "\\", ",", ":", "<", ">", "&", "\\ud800", "\\u0000", "\r\n", "-", "1e9", "null", "%", "%zz" }
            .Select(Encoding.UTF8.GetBytes),
    ];

    public static byte[] Apply(Random random, byte[] text, IReadOnlyList<byte[]> seeds) => random.Next(9) switch
    {
        0 => Flip(random, text),
        1 => text[..random.Next(text.Length + 1)],
        2 => text[random.Next(text.Length + 1)..],
        3 => text.With(random.Range(text, 64)),
        4 => text.With(random.Range(text, 0), random.One(Tokens)),
        5 => text.With(random.Range(text, 32), random.One(Tokens)),
        6 => Splice(random, text, random.One(seeds)),
        7 => Repeat(random, text),
        _ => random.Next(20) == 0 ? Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(text)) : Flip(random, text),
    };

    private static byte[] Flip(Random random, byte[] text)
    {
        byte[] flipped = [.. text];
        for (var flips = random.Next(1, 5); flips > 0 && flipped.Length > 0; flips--)
            flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        return flipped;
    }

    private static byte[] Splice(Random random, byte[] text, byte[] other) =>
        [.. text[..random.Next(text.Length + 1)], .. other[random.Next(other.Length + 1)..]];

    private static byte[] Repeat(Random random, byte[] text)
    {
        var range = random.Range(text, 200);
        ReadOnlySpan<byte> slice = text.AsSpan(range);
        return text.With(range, slice.Times(random.Next(100) == 0 ? random.Next(1000) : random.Next(2, 20)));
    }
}
