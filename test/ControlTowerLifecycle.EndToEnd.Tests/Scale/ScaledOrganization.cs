using System.Globalization;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Deployment;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Scale;

/// <summary>An organization of the configured size after all phases.</summary>
public abstract class ScaledOrganization : IAsyncLifetime
{
    /// <summary>The number of accounts: 7 to 10,000, by default 200.</summary>
    public const string Variable = "LIFECYCLE_ACCOUNTS";

    /// <summary>A deployment enters so many accounts before it queues them.</summary>
    internal const int CheckedBeforeDeployment = 3;

    /// <summary>
    /// From this number of accounts on, their memory would exceed the memory that a process always needs.
    /// </summary>
    private const int FullSize = 10_000;

    private const int Measurements = 3;

    private ScaleScenario? _scenario;

    public static int Size => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } size
        ? int.Parse(size, CultureInfo.InvariantCulture)
        : 200;

    internal ScaleScenario Scenario => _scenario!;

    internal abstract ChosenProtections Protections { get; }

    public async ValueTask InitializeAsync() => _scenario = await ScaleScenario.RunAsync(Size, Protections);

    public async ValueTask DisposeAsync()
    {
        if (_scenario is not null)
            await _scenario.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Fails if a process needs more memory than in an organization of a tenth of the size. A peak depends on the time of
    /// the last garbage collection, so the highest of a few peaks counts.
    /// </summary>
    internal async Task AssertMemoryDoesNotGrowAsync()
    {
        Assert.SkipWhen(
            Scenario.Accounts < FullSize,
            $"{Scenario.Accounts} accounts are too few to measure their memory: set {Variable}={FullSize}.");
        var small = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var measurement = 0; measurement < Measurements; measurement++)
        {
            await using var tenth = await ScaleScenario.RunAsync(Scenario.Accounts / 10, Protections);
            foreach (var (function, bytes) in tenth.Phases[^1].PeakMemoryBytes)
                small[function] = Math.Max(bytes, small.GetValueOrDefault(function));
        }

        Assert.All(
            Scenario.Phases[^1].PeakMemoryBytes,
            function => Assert.InRange(function.Value, 0, small[function.Key] * 11 / 10));
    }

    /// <summary>Saves the measurements in <c>artifacts</c> and writes them to the test's output.</summary>
    internal async Task SaveReportAsync(string name)
    {
        var json = ScaleReport.Create(Scenario).ToJson();
        var file = Path.Join(RepositoryRoot.Path, "artifacts", $"{name}-{Scenario.Accounts}.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);

        await File.WriteAllTextAsync(file, json, TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper!.WriteLine(json);
        Assert.All(Scenario.Phases, phase => Assert.All(phase.PeakMemoryBytes.Values, bytes => Assert.True(bytes > 0)));
    }
}

/// <summary>With connectors alone.</summary>
public sealed class ConnectorOrganization : ScaledOrganization
{
    internal override ChosenProtections Protections => ChosenProtections.WorkloadSecurityAlone;
}

/// <summary>With connectors and connections.</summary>
public sealed class ConnectionOrganization : ScaledOrganization
{
    internal override ChosenProtections Protections => ChosenProtections.Both;
}
