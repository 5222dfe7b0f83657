namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>Two deployments: one on which no condition of the roles' policies holds, and one on which all do.</summary>
internal static class StackParameters
{
    /// <summary>The smallest set: a key, from which the stack makes its secret.</summary>
    public static IReadOnlyDictionary<string, string> Least { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["WorkloadSecurityApiKey"] = "given" };

    /// <summary>With values that are good for no more than that the conditions hold.</summary>
    public static IReadOnlyDictionary<string, string> Everything { get; } =
        WithEverything("any secret", "any unit");

    /// <summary>A secret that was there before, under a key of its own; a unit that is left out; and accounts that left
    /// are disconnected.</summary>
    public static IReadOnlyDictionary<string, string> WithEverything(string secretArn, string excludedUnit) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WorkloadSecuritySecretArn"] = secretArn,
            ["WorkloadSecuritySecretKeyArn"] =
                $"arn:aws:kms:{DeployedTemplate.Region}:{DeployedTemplate.AccountId}:key/existing",
            ["ExcludeOrganizationalUnits"] = excludedUnit,
            ["AccountLeft"] = "disconnect",
        };
}
