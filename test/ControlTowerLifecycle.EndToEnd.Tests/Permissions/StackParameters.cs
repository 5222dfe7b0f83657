namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>
/// Two deployments: in one no condition of the roles' policies holds, in the other all conditions hold.
/// </summary>
internal static class StackParameters
{
    public const string Default = "workload-security";
    public const string CloudAccounts = "cloud-accounts";
    public const string BothProtections = $"{Default},{CloudAccounts}";

    /// <summary>The minimum: an API key, for which the stack creates a secret.</summary>
    public static IReadOnlyDictionary<string, string> Least { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["WorkloadSecurityApiKey"] = "given" };

    /// <summary>Placeholder values with which every condition holds.</summary>
    public static IReadOnlyDictionary<string, string> Everything { get; } =
        WithEverything("any secret", "any other secret", "any unit");

    /// <summary>
    /// Both protections, each with an existing secret that has its own key; an excluded unit; a permissions boundary of the
    /// connector role; the external ID kept in the secret; and the disconnection of accounts that left.
    /// </summary>
    public static IReadOnlyDictionary<string, string> WithEverything(
        string secretArn, string visionOneSecretArn, string excludedUnit) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WorkloadSecuritySecretArn"] = secretArn,
            ["WorkloadSecuritySecretKeyArn"] =
                $"arn:aws:kms:{DeployedTemplate.Region}:{DeployedTemplate.AccountId}:key/existing",
            ["WorkloadSecurityKeepExternalId"] = "true",
            ["Protections"] = BothProtections,
            ["CloudAccountsSecretArn"] = visionOneSecretArn,
            ["CloudAccountsSecretKeyArn"] =
                $"arn:aws:kms:{DeployedTemplate.Region}:{DeployedTemplate.AccountId}:key/vision-one",
            ["CloudAccountsRegion"] = "eu",
            ["CloudAccountsBusinessId"] = "5f8a1c2e-3b4d-4e6f-8a9b-0c1d2e3f4a5b",
            ["CloudAccountsOidcHost"] = MotoVisionOne.OidcHost,
            ["CloudAccountsParameterPaths"] = "/trendmicro",
            ["ExcludeOrganizationalUnits"] = excludedUnit,
            ["AccountLeft"] = "disconnect",
            ["ConnectorRolePermissionsBoundary"] = "TeamBoundary",
        };
}
