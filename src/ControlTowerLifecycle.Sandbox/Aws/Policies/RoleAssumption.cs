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
        var found = Find(organization, roleArn, now);
        if (found.Role is not { } role)
            return found;
        return Trusts(role, caller, externalId, organization.Id) ? found : No("the trust policy does not allow it");
    }

    /// <summary>
    /// Decides if the holder of a token can assume the role. The token is taken as genuine; its audience must be one of
    /// the provider's, and the trust policy must allow the source identity too.
    /// </summary>
    public static RoleAssumption TryWebIdentity(
        SandboxOrganization organization, string roleArn, WebIdentity token, DateTimeOffset now)
    {
        var found = Find(organization, roleArn, now);
        if (found.Role is not { } role)
            return found;

        var accountId = AwsNames.AccountOf(roleArn)!;
        var arn = AwsNames.IdentityProvider(accountId, token.Host);
        if (organization.Account(accountId).IdentityProvider(arn) is not { } provider)
            return No("the account has no such OIDC provider");
        if (!provider.ClientIds.Contains(token.Audience))
            return No("the OIDC provider does not have the audience");

        var context = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            [$"{token.Host}:aud"] = token.Audience,
            [$"{token.Host}:sub"] = token.Subject,
        };
        var caller = new Principal("", arn, arn);
        var trust = SandboxPolicy.Parse(role.Trust, PolicyKind.Trust);
        string[] actions = ["sts:AssumeRoleWithWebIdentity", "sts:SetSourceIdentity"];
        return Array.TrueForAll(
            actions, action => trust.Evaluate(new PolicyRequest(action, role.Arn, caller, context)) == Verdict.Allowed)
            ? found
            : No("the trust policy does not allow it");
    }

    private static RoleAssumption Find(SandboxOrganization organization, string roleArn, DateTimeOffset now)
    {
        if (organization.Find(AwsNames.AccountOf(roleArn) ?? "") is not { } account)
            return No("the account is not known");
        if (account.State != SandboxAccountState.Active)
            return No($"the account is {account.State.Wire()}");
        if (account.Roles.FirstOrDefault(candidate => candidate.Arn == roleArn) is not { } role)
            return No("the role does not exist");
        if (now < role.AssumableFrom)
            return No("the role was created a moment ago and cannot be assumed yet");
        return new RoleAssumption(role, null);
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

/// <summary>A token of an OIDC provider.</summary>
/// <param name="Host">The provider's host.</param>
/// <param name="Audience">The claim <c>aud</c>.</param>
/// <param name="Subject">The claim <c>sub</c>.</param>
internal sealed record WebIdentity(string Host, string Audience, string Subject);

/// <summary>The unique ids of roles (<c>AROA…</c>).</summary>
internal static class RoleIds
{
    public static string Create(string roleArn) => $"AROA{AwsNames.Unique("role", roleArn, 17)}";
}
