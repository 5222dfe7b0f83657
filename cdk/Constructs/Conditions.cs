namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>The <c>Condition</c> of a statement, in the form the CDK takes.</summary>
internal static class Conditions
{
    public static Dictionary<string, object> Of(string comparison, string key, object value) =>
        new(StringComparer.Ordinal)
        {
            [comparison] = new Dictionary<string, object>(StringComparer.Ordinal) { [key] = value },
        };
}
