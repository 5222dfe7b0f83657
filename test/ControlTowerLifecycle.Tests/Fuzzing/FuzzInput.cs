using System.Text;

namespace ControlTowerLifecycle.Tests.Fuzzing;

/// <summary>
/// One mutated input. It depends only on the seed, the name of the fuzz run and its number.
/// </summary>
/// <param name="Number">From 0.</param>
/// <param name="Random">For further random decisions of a run with this input.</param>
/// <param name="Bytes">The mutated payload.</param>
internal sealed record FuzzInput(int Number, Random Random, byte[] Bytes)
{
    /// <summary>In bytes. Longer inputs cost time and find nothing more; size limits have their own tests.</summary>
    private const int MaximumLength = 300_000;

    /// <summary>How often the input was read: a response is read once for each call.</summary>
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

        return new FuzzInput(number, random, bytes.Length > MaximumLength ? bytes[..MaximumLength] : bytes);
    }

    private static bool IsXml(byte[] bytes) => bytes.AsSpan().TrimStart(" \r\n"u8) is [(byte)'<', ..];
}
