using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Aws.Policies;

/// <summary>
/// May this principal assume that role now? The one rule for STS's callers and for the vendor alike. Whether the
/// caller's own policies allow it to ask is the caller's side of the matter and not judged here.
/// </summary>
/// <param name="Role">The role, or null where it may not be assumed.</param>
/// <param name="Why">What stands in the way, for a test to read. AWS tells the caller nothing of it.</param>
internal sealed record RoleAssumption(SandboxRole? Role, string? Why)
{
    public static RoleAssumption Try(
        SandboxOrganization organization, string roleArn, Principal caller, string? externalId, DateTimeOffset now)
    {
        if (organization.Find(AwsNames.AccountOf(roleArn) ?? "") is not { } account)
            return No("the account is not known");
        if (account.State != SandboxAccountState.Active)
            return No($"the account is {account.State.Wire()}");
        if (account.Roles.FirstOrDefault(each => each.Arn == roleArn) is not { } role)
            return No("the role does not exist");
        if (now < role.AssumableFrom)
            return No("the role was made a moment ago and cannot be assumed yet");
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
        var question = new PolicyRequest("sts:AssumeRole", role.Arn, caller, context);
        return SandboxPolicy.Parse(role.Trust, PolicyKind.Trust).Evaluate(question) == Verdict.Allowed;
    }

    private static RoleAssumption No(string why) => new(null, why);
}

/// <summary>The unique ids of roles.</summary>
internal static class RoleIds
{
    public static string Of(string roleArn) => $"AROA{AwsNames.Unique("role", roleArn, 17)}";
}
