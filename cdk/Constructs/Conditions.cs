namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>The <c>Condition</c> of a policy statement, in the form that the CDK expects.</summary>
internal static class Conditions
{
    public static Dictionary<string, object> Create(string comparison, string key, object value) =>
        new(StringComparer.Ordinal)
        {
            [comparison] = new Dictionary<string, object>(StringComparer.Ordinal) { [key] = value },
        };
}
