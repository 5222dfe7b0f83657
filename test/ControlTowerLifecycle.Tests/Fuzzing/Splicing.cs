namespace ControlTowerLifecycle.Tests.Fuzzing;

internal static class Splicing
{
    /// <summary>Replaces a range of the text.</summary>
    public static byte[] With(this byte[] text, Range range, params ReadOnlySpan<byte> other)
    {
        var (start, length) = range.GetOffsetAndLength(text.Length);
        return [.. text.AsSpan(0, start), .. other, .. text.AsSpan(start + length)];
    }

    public static T One<T>(this Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    /// <summary>Returns a random range within the text.</summary>
    public static Range Range(this Random random, byte[] text, int maximumLength)
    {
        var start = random.Next(text.Length + 1);
        return start..(start + random.Next(Math.Min(text.Length - start, maximumLength) + 1));
    }

        public static byte[] Times(this ReadOnlySpan<byte> text, int times)
    {
        var repeated = new byte[text.Length * times];
        for (var i = 0; i < times; i++)
            text.CopyTo(repeated.AsSpan(i * text.Length));
        return repeated;
    }
}
