using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using ControlTowerLifecycle.Functions;

namespace ControlTowerLifecycle.Benchmarks.Measurements;

/// <summary>
/// The functions' code in a process of this assembly. On SIGCONT it writes to standard error how many bytes it has
/// allocated since its start.
/// </summary>
internal static class AllocatingFunction
{
    public const string Prefix = "allocated bytes: ";

    /// <summary>Only Lambda and the sandbox set this variable.</summary>
    public static bool IsStartedByLambda => Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") is not null;

    public static async Task<int> RunAsync()
    {
        using var request = PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => Console.Error.WriteLine(
            $"{Prefix}{GC.GetTotalAllocatedBytes(precise: true).ToString(CultureInfo.InvariantCulture)}"));
        var environment = Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
        await using var output = Console.OpenStandardOutput();
        return await Bootstrap.RunAsync(environment, output, TimeProvider.System, CancellationToken.None);
    }
}
