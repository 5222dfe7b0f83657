using System.Globalization;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Scale;

/// <summary>An organization of the configured size after all phases.</summary>
public sealed class ScaledOrganization : IAsyncLifetime
{
    /// <summary>The number of accounts: 7 to 10,000, by default 200.</summary>
    public const string Variable = "LIFECYCLE_ACCOUNTS";

    private ScaleScenario? _scenario;

    public static int Size => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } size
        ? int.Parse(size, CultureInfo.InvariantCulture)
        : 200;

    internal ScaleScenario Scenario => _scenario!;

    public async ValueTask InitializeAsync() => _scenario = await ScaleScenario.RunAsync(Size);

    public ValueTask DisposeAsync() => _scenario?.DisposeAsync() ?? ValueTask.CompletedTask;
}
