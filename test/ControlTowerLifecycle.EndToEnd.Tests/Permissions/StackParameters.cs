namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>
/// Two deployments: in one no condition of the roles' policies holds, in the other all conditions hold.
/// </summary>
internal static class StackParameters
{
    /// <summary>The minimum: an API key, for which the stack creates a secret.</summary>
    public static IReadOnlyDictionary<string, string> Least { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["WorkloadSecurityApiKey"] = "given" };

    /// <summary>Placeholder values with which every condition holds.</summary>
    public static IReadOnlyDictionary<string, string> Everything { get; } =
        WithEverything("any secret", "any unit");

    /// <summary>
    /// An existing secret with its own key, an excluded unit, a permissions boundary of the connector role, and the
    /// disconnection of accounts that left.
    /// </summary>
    public static IReadOnlyDictionary<string, string> WithEverything(string secretArn, string excludedUnit) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WorkloadSecuritySecretArn"] = secretArn,
            ["WorkloadSecuritySecretKeyArn"] =
                $"arn:aws:kms:{DeployedTemplate.Region}:{DeployedTemplate.AccountId}:key/existing",
            ["ExcludeOrganizationalUnits"] = excludedUnit,
            ["AccountLeft"] = "disconnect",
            ["ConnectorRolePermissionsBoundary"] = "TeamBoundary",
        };
}
