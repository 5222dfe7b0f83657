namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>Starts the process of an environment. A test puts a script in its place that speaks the Runtime
/// API.</summary>
internal interface IEnvironmentLauncher
{
    IEnvironmentProcess Launch(EnvironmentStart start);
}

/// <summary>What a process is started with.</summary>
/// <param name="Variables">All of its environment variables; AWS_LAMBDA_RUNTIME_API is among them.</param>
/// <param name="Write">Takes each line of standard output and standard error.</param>
internal sealed record EnvironmentStart(IReadOnlyDictionary<string, string> Variables, Action<LogSource, string> Write);

/// <summary>The process of an environment.</summary>
internal interface IEnvironmentProcess : IDisposable
{
    int Id { get; }

    /// <summary>Completes with the exit code (137 when killed) once the process is gone and all its output is
    /// read.</summary>
    Task<int> Exited { get; }

    /// <summary>The most memory the process has had in use, in bytes, or 0 where the system does not say or it is too
    /// late to ask.</summary>
    long PeakResidentBytes { get; }

    /// <summary>Ends the process and its children at once. Does nothing to a process that is gone.</summary>
    void Kill();
}
