using System.Globalization;
using System.Text;

namespace ControlTowerLifecycle.Tests.Fuzzing;

/// <summary>
/// Passes mutated inputs to a reader. The environment sets the seed and the number of inputs of all runs together. The
/// same seed gives the same inputs; a larger number adds more.
/// </summary>
/// <param name="subject">The name of the reader. It is part of the seed.</param>
/// <param name="share">The share of the inputs of all runs, in percent.</param>
/// <param name="seeds">The valid payloads that are mutated.</param>
internal sealed class FuzzRun(string subject, int share, IReadOnlyList<byte[]> seeds)
{
    private const int DefaultInputs = 20_000;
    private const int DefaultSeed = 20261120;

    /// <summary>
    /// The bytes that one read of an input may allocate, plus <see cref="AllowedPerByte"/>. A node tree needs a few
    /// hundred bytes for a value of two bytes; entity expansion or repeated copies need thousands.
    /// </summary>
    private const long AllowedPerRead = 1024 * 1024;

    private const long AllowedPerByte = 1000;
    private const int MaximumFaults = 10;

    private static readonly int Seed = ReadVariable("LIFECYCLE_SEED", DefaultSeed);
    private readonly SortedDictionary<string, string> _faults = new(StringComparer.Ordinal);

    private static int Inputs => ReadVariable("LIFECYCLE_FUZZ_INPUTS", DefaultInputs);

    /// <summary>Runs all inputs. Fails with the first input of each kind of fault.</summary>
    /// <param name="read">Reads one input, and throws if the result is wrong.</param>
    public void Run(Action<FuzzInput> read)
    {
        var inputs = (int)((long)Inputs * share / 100);
        var most = 0.0;
        for (var number = 0; number < inputs && _faults.Count < MaximumFaults; number++)
            most = Math.Max(most, Read(CreateInput(number), read));

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{subject}: {inputs} inputs, LIFECYCLE_SEED={Seed}, at most {most:P0} of the allowed memory");
        Assert.True(_faults.Count == 0, string.Join("\n\n", _faults.Values));
    }

    private FuzzInput CreateInput(int number) =>
        FuzzInput.Mutate(number, new Random(Hash($"{subject}/{Seed}/{number}")), seeds);

    /// <returns>The allocated share of the allowed memory.</returns>
    private double Read(FuzzInput input, Action<FuzzInput> read)
    {
        File.WriteAllText("/tmp/aws-last-input", $"{input.Number} {Convert.ToBase64String(input.Bytes)}");
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read(input);
        }
        catch (Exception fault)
        {
            // Each kind of fault is reported once, with its first input.
            _faults.TryAdd($"{fault.GetType()} {Origin(fault)}", Describe(input, fault.ToString()));
            return 0;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var allowed = input.Reads * (AllowedPerRead + (AllowedPerByte * input.Bytes.Length));

        // The first input also allocates what is created once.
        if (allocated > allowed && input.Number > 0)
            _faults.TryAdd("memory", Describe(input, $"{allocated} bytes were allocated for {input.Bytes.Length}."));
        return input.Number == 0 ? 0 : (double)allocated / allowed;
    }

    private string Describe(FuzzInput input, string fault) =>
        $"{subject}, LIFECYCLE_SEED={Seed}, input {input.Number}: {fault}\n{Convert.ToBase64String(input.Bytes)}";

    private static string? Origin(Exception fault) => fault.StackTrace?.Split('\n')[0];

    private static int ReadVariable(string variable, int defaultValue) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
            : defaultValue;

    /// <summary>FNV-1a, because string.GetHashCode differs between processes.</summary>
    private static int Hash(string text) =>
        (int)Encoding.UTF8.GetBytes(text).Aggregate(2166136261u, (hash, octet) => unchecked((hash ^ octet) * 16777619));
}
