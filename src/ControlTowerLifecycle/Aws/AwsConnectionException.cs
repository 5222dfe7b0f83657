namespace ControlTowerLifecycle.Aws;

/// <summary>AWS cannot be reached from this set-up. Tells everything that is wrong with it at once.</summary>
internal sealed class AwsConnectionException : Exception
{
    internal AwsConnectionException(IReadOnlyList<string> faults)
        : base($"AWS cannot be reached from this environment: {string.Join("; ", faults)}.") => Faults = faults;

    /// <summary>
    /// One clause for each fault. It names variables and never repeats a value that could be a secret.
    /// </summary>
    public IReadOnlyList<string> Faults { get; }
}
