using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Aws.Policies;

/// <summary>
/// Decides if a principal can assume a role now. STS and the vendor both use this rule. The caller's own policies are
/// not checked here.
/// </summary>
/// <param name="Role">The role, or null if the principal cannot assume it.</param>
/// <param name="Why">The reason, for tests and the play; null on success. AWS does not return it.</param>
internal sealed record RoleAssumption(SandboxRole? Role, string? Why)
{
    public static RoleAssumption Try(
        SandboxOrganization organization, string roleArn, Principal caller, string? externalId, DateTimeOffset now)
    {
        if (organization.Find(AwsNames.AccountOf(roleArn) ?? "") is not { } account)
            return No("the account is not known");
        if (account.State != SandboxAccountState.Active)
            return No($"the account is {account.State.Wire()}");
        if (account.Roles.FirstOrDefault(candidate => candidate.Arn == roleArn) is not { } role)
            return No("the role does not exist");
        if (now < role.AssumableFrom)
            return No("the role was created a moment ago and cannot be assumed yet");
        return Trusts(role, caller, externalId, organization.Id)
            ? new RoleAssumption(role, null)
            : No("the trust policy does not allow it");
    }

    private static bool Trusts(SandboxRole role, Principal caller, string? externalId, string organizationId)
    {
        var context = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["aws:PrincipalArn"] = caller.RoleArn,
            ["aws:PrincipalAccount"] = caller.AccountId,
            ["aws:PrincipalOrgID"] = organizationId,
        };
        if (externalId is not null)
            context["sts:ExternalId"] = externalId;
        var request = new PolicyRequest("sts:AssumeRole", role.Arn, caller, context);
        return SandboxPolicy.Parse(role.Trust, PolicyKind.Trust).Evaluate(request) == Verdict.Allowed;
    }

    private static RoleAssumption No(string why) => new(null, why);
}

/// <summary>The unique ids of roles (<c>AROA…</c>).</summary>
internal static class RoleIds
{
    public static string Create(string roleArn) => $"AROA{AwsNames.Unique("role", roleArn, 17)}";
}
