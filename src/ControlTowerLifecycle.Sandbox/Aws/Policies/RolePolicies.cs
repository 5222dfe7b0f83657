using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Aws.Policies;

/// <summary>Evaluates the policies of a role.</summary>
internal static class RolePolicies
{
    /// <summary>
    /// Whether a role may make a call: its identity policies and its permissions boundary must both allow it.
    /// </summary>
    public static bool Allow(SandboxAccount account, SandboxRole role, PolicyRequest request) =>
        EvaluateIdentity(role, request) == Verdict.Allowed
        && EvaluateBoundary(account, role, request) == Verdict.Allowed;

    /// <summary>The inline policies and AdministratorAccess. A Deny in any of them wins.</summary>
    public static Verdict EvaluateIdentity(SandboxRole role, PolicyRequest request)
    {
        var verdict = role.AttachedPolicyArns.Contains(SandboxRole.AdministratorAccess)
            ? Verdict.Allowed
            : Verdict.NotMentioned;
        foreach (var text in role.InlinePolicies.Values)
        {
            var inline = SandboxPolicy.Parse(text, PolicyKind.Identity).Evaluate(request);
            if (inline == Verdict.Denied)
                return Verdict.Denied;
            if (inline == Verdict.Allowed)
                verdict = Verdict.Allowed;
        }

        return verdict;
    }

    /// <summary>
    /// A role without a boundary is not limited. The text of AWS's policies and of policies that existed before is not stored:
    /// such a boundary allows everything.
    /// </summary>
    public static Verdict EvaluateBoundary(SandboxAccount account, SandboxRole role, PolicyRequest request) =>
        role.PermissionsBoundary is { } arn && account.ManagedPolicy(arn) is { } boundary
            ? SandboxPolicy.Parse(boundary.DefaultDocument, PolicyKind.Identity).Evaluate(request)
            : Verdict.Allowed;
}
