using ControlTowerLifecycle.Sandbox.Lambda;

namespace ControlTowerLifecycle.EndToEnd.Tests.Fixtures;

/// <summary>The executable without a sandbox.</summary>
internal static class StandaloneBootstrap
{
    /// <summary>Starts the process. Of this machine's environment it gets only what it needs to start.</summary>
    public static IEnvironmentProcess Launch(Dictionary<string, string> variables, List<string> lines)
    {
        foreach (var name in new[] { "PATH", "HOME", "DOTNET_ROOT" })
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                variables[name] = value;
        }

        return new ProcessLauncher(BootstrapUnderTest.Path).Launch(new EnvironmentStart(variables, (_, line) =>
        {
            lock (lines)
                lines.Add(line);
        }));
    }
}
