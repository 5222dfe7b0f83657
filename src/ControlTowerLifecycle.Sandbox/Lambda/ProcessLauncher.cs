using System.Diagnostics;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>Starts the functions' executable. A <c>.dll</c> is started with <c>dotnet exec</c>, as the managed runtime
/// does.</summary>
internal sealed class ProcessLauncher : IEnvironmentLauncher
{
    private readonly string _bootstrapPath;

    public ProcessLauncher(string bootstrapPath)
    {
        _bootstrapPath = Path.GetFullPath(bootstrapPath);
        if (!File.Exists(_bootstrapPath))
            throw new FileNotFoundException(
                $"There is no executable at {_bootstrapPath}.", _bootstrapPath);
    }

    /// <summary>The functions' executable of this build, in the same directory as this assembly.</summary>
    public static string DefaultBootstrapPath { get; } =
        Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "bootstrap.exe" : "bootstrap");

    public IEnvironmentProcess Launch(EnvironmentStart start)
    {
        var startInfo = new ProcessStartInfo
        {
            WorkingDirectory = Path.GetDirectoryName(_bootstrapPath),
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (_bootstrapPath.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        {
            startInfo.FileName = "dotnet";
            startInfo.ArgumentList.Add("exec");
            startInfo.ArgumentList.Add(_bootstrapPath);
        }
        else
        {
            startInfo.FileName = _bootstrapPath;
        }

        startInfo.Environment.Clear();

        // Otherwise each killed process leaves the pipes of .NET's debugger in the temporary folder.
        startInfo.Environment["DOTNET_EnableDiagnostics"] = "0";
        foreach (var (name, value) in start.Variables)
            startInfo.Environment[name] = value;
        return new ChildProcess(startInfo, start.Write);
    }
}
