using System.ComponentModel;
using System.Globalization;
using ControlTowerLifecycle.Sandbox.Lambda;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>
/// Checks the functions' executable before the play. Without this check, CloudFormation would wait 15 minutes for the
/// response of a function that cannot start.
/// </summary>
internal static class BootstrapCheck
{
    private const int LongestLine = 200;

    /// <returns>The error, or null if the file can be an executable.</returns>
    public static string? FindFileError(string path)
    {
        if (Directory.Exists(path))
            return $"{path} is a directory. Give --bootstrap the path of an executable file.";
        if (!File.Exists(path))
            return $"There is no executable at {path}. Build it, or give its path with --bootstrap.";
        var isExecutable = IsAssembly(path) || OperatingSystem.IsWindows() || (File.GetUnixFileMode(path)
            & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != UnixFileMode.None;
        return isExecutable
            ? null
            : $"{path} is not executable. Set its execute permission, or give another file with --bootstrap.";
    }

    /// <summary>Starts the first environment of the function. The play uses it later.</summary>
    /// <returns>The error, or null if the process requested its first event.</returns>
    public static async Task<string?> FindStartErrorAsync(
        LambdaFunction function, string path, CancellationToken cancellationToken)
    {
        try
        {
            var failure = await function.WarmUpAsync(cancellationToken).WaitAsync(cancellationToken);
            return failure is null ? null : $"{path} {Describe(failure)}{LastLine(function)}";
        }
        catch (Win32Exception e)
        {
            return $"{path} could not be started: {e.Message}";
        }
    }

    private static string Describe(InvocationResult failure) => failure switch
    {
        InvocationResult.Crashed crashed => $"exited with code {crashed.ExitCode} before it requested an event.",
        InvocationResult.TimedOut timeout => string.Create(
            CultureInfo.InvariantCulture, $"did not request an event within {timeout.After.TotalSeconds:0} s."),
        InvocationResult.FunctionError error => $"reported an error during initialization: {Clean(error.Message)}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string LastLine(LambdaFunction function) =>
        function.Log.Lines.LastOrDefault(line => line.Source != LogSource.Platform && line.Text.Length > 0) is { } line
            ? $" Its last line of output: {Clean(line.Text)}"
            : "";

    /// <summary>The output of an unknown file must not control the terminal.</summary>
    private static string Clean(string text)
    {
        var clean = string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
        return clean.Length <= LongestLine ? clean : string.Concat(clean.AsSpan(0, LongestLine), "…");
    }

    private static bool IsAssembly(string path) => path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
}
