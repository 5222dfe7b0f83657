using ControlTowerLifecycle.Sandbox.CloudAccounts;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>What an operator, or an older version of the functions, could have changed in an account.</summary>
internal static class ManualChanges
{
    private const string ForeignTrust =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
         "Principal":{"AWS":"arn:aws:iam::999999999999:root"}}]}
        """;

    /// <summary>The account without the permissions of its connector role, or else of its VisionOneRole.</summary>
    public static SandboxAccount WithoutPermissions(this SandboxAccount account) => account.With(Roles(account)[0] with
    {
        InlinePolicies = Roles(account)[0].InlinePolicies.Clear(),
        AttachedPolicyArns = Roles(account)[0].AttachedPolicyArns.Clear(),
    });

    /// <summary>The account with another trust of its VisionOneRole, or else of its connector role.</summary>
    public static SandboxAccount WithForeignTrust(this SandboxAccount account) =>
        account.With(Roles(account)[^1] with { Trust = ForeignTrust });

    /// <summary>The account with the policies of an older version, without one action each.</summary>
    public static SandboxAccount WithOlderPolicies(this SandboxAccount account, DateTimeOffset now)
    {
        if (account.Role(DefaultOrganization.PredecessorRole) is { InlinePolicies.Count: > 0 } role)
            account = account.With(role.WithOlderPolicy());
        return account.ManagedPolicies
            .Where(policy => CloudAccountsTenant.PolicyNames.Contains(policy.Name, StringComparer.Ordinal))
            .Aggregate(account, (changed, policy) => changed.With(policy.WithVersion(
                Without(policy.DefaultDocument, "kms:ListAliases"), isDefault: true, now)));
    }

    /// <summary>The connector role with the policy of an older version, without the last action.</summary>
    public static SandboxRole WithOlderPolicy(this SandboxRole role) => role with
    {
        InlinePolicies = role.InlinePolicies.SetItems(role.InlinePolicies.Select(policy =>
            KeyValuePair.Create(policy.Key, Without(policy.Value, "workspaces:DescribeWorkspaces")))),
    };

    private static string Without(string document, string action) =>
        document.Replace($",\"{action}\"", "", StringComparison.Ordinal);

    private static SandboxRole[] Roles(SandboxAccount account) =>
    [
        .. new[] { account.Role(DefaultOrganization.PredecessorRole), account.Role(CloudAccountsTenant.RoleName) }
            .OfType<SandboxRole>(),
    ];
}
