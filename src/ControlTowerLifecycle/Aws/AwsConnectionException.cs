namespace ControlTowerLifecycle.Aws;

/// <summary>The environment does not say how to call AWS. All faults are reported together.</summary>
internal sealed class AwsConnectionException : Exception
{
    internal AwsConnectionException(IReadOnlyList<string> faults)
        : base($"This environment cannot call AWS: {string.Join("; ", faults)}.") => Faults = faults;

    /// <summary>
    /// One clause for each fault. It names the variable and never repeats a value that could be a secret.
    /// </summary>
    public IReadOnlyList<string> Faults { get; }
}
