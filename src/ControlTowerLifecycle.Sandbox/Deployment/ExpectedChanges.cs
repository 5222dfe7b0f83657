using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.CloudAccounts;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Deployment;

/// <summary>The facts of a snapshot that the chosen protections may change in an eligible account.</summary>
internal static class ExpectedChanges
{
    /// <param name="protections">The chosen protections.</param>
    /// <param name="accountId">The eligible account.</param>
    /// <param name="fact">A line of a snapshot.</param>
    public static bool Cover(ChosenProtections protections, string accountId, string fact)
    {
        string[] subjects =
        [
            .. protections.WorkloadSecurity
                ? ["connector", $"role {AwsNames.Role(accountId, DefaultOrganization.PredecessorRole)}"]
                : (string[])[],
            .. protections.CloudAccounts ? CloudAccountsSubjects(accountId) : [],
        ];
        return Array.Exists(
            subjects, subject => fact.StartsWith($"account {accountId}: {subject} ", StringComparison.Ordinal));
    }

    private static IEnumerable<string> CloudAccountsSubjects(string accountId) =>
    [
        "Cloud Accounts",
        $"role {AwsNames.Role(accountId, CloudAccountsTenant.RoleName)}",
        $"OIDC provider {AwsNames.IdentityProvider(accountId, CloudAccountsTenant.OidcHost)}",
        .. CloudAccountsTenant.PolicyNames.Select(name => $"managed policy {AwsNames.Policy(accountId, name)}"),
    ];
}
