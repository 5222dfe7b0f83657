namespace ControlTowerLifecycle.WorkloadSecurity.Credentials;

/// <summary>
/// The staging labels of the secret's versions. Those of AWS are defined in the Secrets Manager user guide; a secret can
/// have up to 20 more.
/// </summary>
internal static class SecretStages
{
    public const string Current = "AWSCURRENT";
    public const string Pending = "AWSPENDING";

    /// <summary>The version whose key the last rotation replaced. AWSPREVIOUS moves with every other write too.</summary>
    public const string Replaced = "ControlTowerLifecycleReplacedKey";

    /// <summary>The version with the external ID, before and after it becomes the current one.</summary>
    public const string Kept = "ControlTowerLifecycleExternalId";

    /// <returns>The version with a label; null if there is none.</returns>
    public static string? Holder(IReadOnlyDictionary<string, IReadOnlyList<string>> labels, string stage) =>
        labels.FirstOrDefault(version => version.Value.Contains(stage, StringComparer.Ordinal)).Key;
}
