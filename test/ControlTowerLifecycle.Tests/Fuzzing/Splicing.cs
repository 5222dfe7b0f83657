namespace ControlTowerLifecycle.Tests.Fuzzing;

/// <summary>Cutting and pasting bytes.</summary>
internal static class Splicing
{
    /// <summary>The text with a range of it replaced.</summary>
    public static byte[] With(this byte[] text, Range range, params ReadOnlySpan<byte> other)
    {
        var (start, length) = range.GetOffsetAndLength(text.Length);
        return [.. text.AsSpan(0, start), .. other, .. text.AsSpan(start + length)];
    }

    public static T One<T>(this Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    /// <summary>A range within the text, of at most so many bytes.</summary>
    public static Range Range(this Random random, byte[] text, int most)
    {
        var start = random.Next(text.Length + 1);
        return start..(start + random.Next(Math.Min(text.Length - start, most) + 1));
    }

    /// <summary>The same bytes over and over.</summary>
    public static byte[] Times(this ReadOnlySpan<byte> text, int times)
    {
        var repeated = new byte[text.Length * times];
        for (var i = 0; i < times; i++)
            text.CopyTo(repeated.AsSpan(i * text.Length));
        return repeated;
    }
}
