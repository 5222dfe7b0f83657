namespace ControlTowerLifecycle.Hosting;

/// <summary>
/// The settings are invalid. All faults are reported together, so that one deployment can correct them.
/// </summary>
internal sealed class SettingsException(IReadOnlyList<string> faults)
    : Exception($"Invalid settings ({faults.Count}): {string.Join("; ", faults)}.")
{
    /// <summary>The function, or null if its setting is one of the faults.</summary>
    public LifecycleFunctionName? Function { get; init; }

    /// <summary>
    /// One clause for each fault: the variable and its valid values. A value that could be a secret is not repeated.
    /// </summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
