using System.Globalization;
using System.Text;

namespace ControlTowerLifecycle.Tests.Fuzzing;

/// <summary>
/// Runs mutated inputs through what reads them. The size of all runs together and the seed come from the environment;
/// the same seed gives the same inputs, and a larger size more of them.
/// </summary>
/// <param name="subject">What is fuzzed.</param>
/// <param name="share">Of the inputs of all runs, in percent.</param>
/// <param name="seeds">Whole payloads that the mutations start from.</param>
internal sealed class FuzzRun(string subject, int share, IReadOnlyList<byte[]> seeds)
{
    private const int DefaultInputs = 20_000;
    private const int DefaultSeed = 20261120;

    /// <summary>
    /// What reading an input may allocate, in bytes: so much whatever it is, and so much more for each byte of it, each
    /// time it is read. A tree of nodes takes some hundred bytes for a value of two; to expand entities, or to copy
    /// what was copied, takes thousands.
    /// </summary>
    private const long AllowedForAll = 1024 * 1024;

    private const long AllowedForEachByte = 1000;
    private const int FaultsShown = 10;

    private static readonly int Seed = Read("LIFECYCLE_SEED", DefaultSeed);
    private readonly SortedDictionary<string, string> _faults = new(StringComparer.Ordinal);

    private static int Inputs => Read("LIFECYCLE_FUZZ_INPUTS", DefaultInputs);

    /// <summary>Runs all; fails with the first input of each kind of fault.</summary>
    /// <param name="read">Reads one input, and throws where it breaks its promise.</param>
    public void Of(Action<FuzzInput> read)
    {
        var inputs = (int)((long)Inputs * share / 100);
        var most = 0.0;
        for (var number = 0; number < inputs && _faults.Count < FaultsShown; number++)
            most = Math.Max(most, One(InputOf(number), read));

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{subject}: {inputs} inputs, LIFECYCLE_SEED={Seed}, at most {most:P0} of the memory that is allowed");
        Assert.True(_faults.Count == 0, string.Join("\n\n", _faults.Values));
    }

    private FuzzInput InputOf(int number) =>
        FuzzInput.Mutate(number, new Random(Hash($"{subject}/{Seed}/{number}")), seeds);

    /// <returns>How much it allocated, of what it may.</returns>
    private double One(FuzzInput input, Action<FuzzInput> read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read(input);
        }
        catch (Exception fault)
        {
            // Each kind of fault is shown once, with its first input.
            _faults.TryAdd($"{fault.GetType()} {Origin(fault)}", Told(input, fault.ToString()));
            return 0;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var allowed = input.Reads * (AllowedForAll + (AllowedForEachByte * input.Bytes.Length));

        // The first input pays for all that is made once.
        if (allocated > allowed && input.Number > 0)
            _faults.TryAdd("memory", Told(input, $"{allocated} bytes were allocated for {input.Bytes.Length}."));
        return input.Number == 0 ? 0 : (double)allocated / allowed;
    }

    private string Told(FuzzInput input, string fault) =>
        $"{subject}, LIFECYCLE_SEED={Seed}, input {input.Number}: {fault}\n{Convert.ToBase64String(input.Bytes)}";

    private static string? Origin(Exception fault) => fault.StackTrace?.Split('\n')[0];

    private static int Read(string variable, int standard) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
            : standard;

    /// <summary>FNV-1a: string.GetHashCode differs from process to process.</summary>
    private static int Hash(string text) =>
        (int)Encoding.UTF8.GetBytes(text).Aggregate(2166136261u, (hash, one) => unchecked((hash ^ one) * 16777619));
}
