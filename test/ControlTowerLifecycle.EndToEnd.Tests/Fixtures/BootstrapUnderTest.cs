using ControlTowerLifecycle.Sandbox.Lambda;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Fixtures;

/// <summary>
/// The executable of the functions that every test runs: the one of this build, or the one that
/// <see cref="Variable"/> names.
/// </summary>
internal static class BootstrapUnderTest
{
    /// <summary>The path of a native binary, or of a <c>bootstrap.dll</c> for the managed runtime.</summary>
    public const string Variable = "LIFECYCLE_BOOTSTRAP";

    /// <summary>The path in <see cref="Variable"/>, or null if it is not set.</summary>
    public static string? Configured =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path ? System.IO.Path.GetFullPath(path) : null;

    public static string Path
    {
        get
        {
            var path = Configured ?? ProcessLauncher.DefaultBootstrapPath;
            Assert.True(File.Exists(path), $"There is no executable at {path}. Build it or correct {Variable}.");
            return path;
        }
    }
}
