namespace ControlTowerLifecycle.Cdk;

/// <summary>The template cannot be written. The message lists all faults.</summary>
internal sealed class StackSettingsException(IReadOnlyList<string> faults)
    : Exception($"The template cannot be written:\n  {string.Join("\n  ", faults)}")
{
    /// <summary>One sentence for each fault.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
