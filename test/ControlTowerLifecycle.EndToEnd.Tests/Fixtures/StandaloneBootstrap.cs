using ControlTowerLifecycle.Sandbox.Lambda;

namespace ControlTowerLifecycle.EndToEnd.Tests.Fixtures;

/// <summary>The executable without a sandbox around it.</summary>
internal static class StandaloneBootstrap
{
    /// <summary>With no more of this machine's environment than a process needs to start.</summary>
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
