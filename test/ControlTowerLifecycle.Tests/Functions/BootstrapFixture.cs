using ControlTowerLifecycle.Functions;
using ControlTowerLifecycle.Tests.Functions.Runtime;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>The whole process without its Main method.</summary>
public abstract class BootstrapFixture : IDisposable
{
    internal Output Output { get; } = new();

    internal ManualTime Time { get; } = new(At.Start) { AutoAdvance = true };

    public void Dispose()
    {
        Output.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <returns>The exit code.</returns>
    internal Task<int> RunAsync(IReadOnlyDictionary<string, string> environment) =>
        Bootstrap.RunAsync(environment, Output, Time, TestContext.Current.CancellationToken);

    /// <summary>Runs with the address of the Runtime API and the given variables only.</summary>
    internal Task<int> RunAsync(FakeRuntimeApi api, params (string Name, string Value)[] variables)
    {
        var environment = variables.ToDictionary(
            variable => variable.Name, variable => variable.Value, StringComparer.Ordinal);
        environment["AWS_LAMBDA_RUNTIME_API"] = api.Address;
        return RunAsync(environment);
    }
}
