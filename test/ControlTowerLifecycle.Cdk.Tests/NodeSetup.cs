using System.Runtime.CompilerServices;

namespace ControlTowerLifecycle.Cdk.Tests;

internal static class NodeSetup
{
    /// <summary>As in the app's Program. Any test can be the first to start Node.</summary>
    [ModuleInitializer]
    public static void Run() => NodeRuntime.AcceptNode20();
}
