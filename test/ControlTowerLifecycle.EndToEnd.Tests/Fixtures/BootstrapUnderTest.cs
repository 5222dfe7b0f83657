using ControlTowerLifecycle.Sandbox.Lambda;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Fixtures;

/// <summary>
/// The functions' executable that every scenario runs: the one of this build, or the one that a variable names.
/// </summary>
internal static class BootstrapUnderTest
{
    /// <summary>The path of a native binary, or of a <c>bootstrap.dll</c> for the managed runtime.</summary>
    public const string Variable = "LIFECYCLE_BOOTSTRAP";

    /// <summary>What the variable says, or null.</summary>
    public static string? Given =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path ? System.IO.Path.GetFullPath(path) : null;

    public static string Path
    {
        get
        {
            var path = Given ?? ProcessLauncher.DefaultBootstrapPath;
            Assert.True(File.Exists(path), $"There is no executable at {path}. Build it, or correct {Variable}.");
            return path;
        }
    }
}
