namespace ControlTowerLifecycle.Hosting;

/// <summary>
/// The settings cannot be worked with. All that is wrong is told at once, so that one deployment mends it.
/// </summary>
internal sealed class SettingsException(IReadOnlyList<string> faults)
    : Exception($"{faults.Count} of the settings cannot be worked with: {string.Join("; ", faults)}.")
{
    /// <summary>The function they are of, where that much can be told.</summary>
    public LifecycleFunctionName? Function { get; init; }

    /// <summary>
    /// One clause for each fault: the variable's name and what it takes. Values that could be secret are not repeated.
    /// </summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
