namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>The <c>Condition</c> of a policy statement, in the form that the CDK expects.</summary>
internal static class Conditions
{
    public static Dictionary<string, object> Create(string comparison, string key, object value) =>
        Create(comparison, Create(key, value));

    /// <summary>One key of a comparison, for a statement with several.</summary>
    public static Dictionary<string, object> Create(string key, object value) =>
        new(StringComparer.Ordinal) { [key] = value };
}
