using System.Text;

namespace ControlTowerLifecycle.Tests.Fuzzing;

/// <summary>
/// One mutated input. It follows from the seed, the name of what is fuzzed and its number, and from nothing else.
/// </summary>
/// <param name="Number">From 0.</param>
/// <param name="Random">For all else that a run of this input decides.</param>
/// <param name="Bytes">The mutated payload.</param>
internal sealed record FuzzInput(int Number, Random Random, byte[] Bytes)
{
    /// <summary>More proves nothing more and costs time; what bounds longer inputs has tests of its own.</summary>
    private const int Longest = 300_000;

    /// <summary>How often it was read: a server's answer once for each call that it answered.</summary>
    public int Reads { get; set; } = 1;

    public string Text => Encoding.UTF8.GetString(Bytes);

    public static FuzzInput Mutate(int number, Random random, IReadOnlyList<byte[]> seeds)
    {
        var bytes = random.One(seeds);
        for (var rounds = random.Next(1, 5); rounds > 0; rounds--)
        {
            bytes = random.Next(4) == 0 ? ByteMutations.Apply(random, bytes, seeds)
                : IsXml(bytes) ? XmlMutations.Apply(random, bytes)
                : JsonMutations.Apply(random, bytes);
        }

        return new FuzzInput(number, random, bytes.Length > Longest ? bytes[..Longest] : bytes);
    }

    private static bool IsXml(byte[] bytes) => bytes.AsSpan().TrimStart(" \r\n"u8) is [(byte)'<', ..];
}
