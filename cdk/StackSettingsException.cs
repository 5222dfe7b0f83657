namespace ControlTowerLifecycle.Cdk;

/// <summary>The template cannot be written. All that is wrong is told at once.</summary>
internal sealed class StackSettingsException(IReadOnlyList<string> faults)
    : Exception($"The template cannot be written:\n  {string.Join("\n  ", faults)}")
{
    /// <summary>A sentence for each fault.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
