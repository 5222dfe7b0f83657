using ControlTowerLifecycle.Events;
using static ControlTowerLifecycle.Events.LifecycleEvent;

namespace ControlTowerLifecycle.Tests.Events;

/// <summary>
/// Any damage to a message results in one of the six events, and in a short sentence.
/// </summary>
public class DamagedEventTests
{
    private const int Seed = 20261120;
    private const int MaximumSentenceLength = 256;

    public static TheoryData<string> Samples => [.. Payload.Files("*.json")];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Flipped_bytes_never_throw(string file)
    {
        var random = new Random(Seed);
        for (var round = 0; round < 3000; round++)
        {
            var damaged = Payload.Bytes(file);
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);

            AssertRead(damaged);
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Escaped_unpaired_surrogates_never_throw(string file)
    {
        var random = new Random(Seed);
        for (var round = 0; round < 1000; round++)
        {
            var damaged = Payload.Bytes(file);
            "\\ud800"u8.CopyTo(damaged.AsSpan(random.Next(damaged.Length - 6)));
            AssertRead(damaged);
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Truncated_message_is_unreadable(string file)
    {
        var whole = Payload.Bytes(file).AsSpan().TrimEnd("\n"u8).ToArray();
        for (var length = 0; length < whole.Length; length++)
            Assert.IsType<Unreadable>(LifecycleEventDecoder.Decode(whole.AsMemory(0, length)));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Member_of_another_type_never_throws(string file)
    {
        string[] others = ["null", "true", "-1.5e300", "\"\"", "\"x\"", "[]", "[null]", "{}", """{"a":{}}""", $"\"{new string('x', 100_000)}\""];
        foreach (var path in Payload.Paths(file))
        {
            foreach (var other in others)
                AssertRead(Payload.With(file, path, other));

            AssertRead(Payload.Without(file, path));
        }
    }

    private static void AssertRead(byte[] utf8)
    {
        var sentence = LifecycleEventDecoder.Decode(utf8) switch
        {
            Unreadable unreadable => unreadable.Why,
            NotOurs notOurs => notOurs.Why,
            _ => "",
        };
        Assert.True(sentence.Length <= MaximumSentenceLength, $"{sentence.Length} characters: {sentence[..Math.Min(sentence.Length, 80)]}…");
    }
}
