namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>Starts the process of an environment. A test can run a script instead.</summary>
internal interface IEnvironmentLauncher
{
    IEnvironmentProcess Launch(EnvironmentStart start);
}

/// <param name="Variables">All environment variables of the process, including AWS_LAMBDA_RUNTIME_API.</param>
/// <param name="Write">Receives each line of standard output and standard error.</param>
internal sealed record EnvironmentStart(IReadOnlyDictionary<string, string> Variables, Action<LogSource, string> Write);

/// <summary>The process of an environment.</summary>
internal interface IEnvironmentProcess : IDisposable
{
    int Id { get; }

    /// <summary>Completes with the exit code (137 if killed) after the process ended and all its output was
    /// read.</summary>
    Task<int> Exited { get; }

    /// <summary>The peak memory of the process in bytes; 0 if the system does not provide it or the process
    /// ended.</summary>
    long PeakResidentBytes { get; }

    /// <summary>Kills the process and its children. Does nothing if the process has ended.</summary>
    void Kill();
}
