using System.Collections.Concurrent;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Aws.Policies;

/// <summary>Evaluates the policies of a role.</summary>
internal static class RolePolicies
{
    /// <summary>Thousands of accounts have the same few documents.</summary>
    private static readonly ConcurrentDictionary<string, SandboxPolicy> Parsed = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether a role may make a call: its identity policies and its permissions boundary must both allow it.
    /// </summary>
    public static bool Allow(SandboxAccount account, SandboxRole role, PolicyRequest request) =>
        EvaluateIdentity(account, role, request) == Verdict.Allowed
        && EvaluateBoundary(account, role, request) == Verdict.Allowed;

    /// <summary>
    /// The inline policies, the attached policies of the account and AdministratorAccess. A Deny in any of them wins.
    /// </summary>
    public static Verdict EvaluateIdentity(SandboxAccount account, SandboxRole role, PolicyRequest request)
    {
        var verdict = role.AttachedPolicyArns.Contains(SandboxRole.AdministratorAccess)
            ? Verdict.Allowed
            : Verdict.NotMentioned;
        foreach (var text in Documents(account, role))
        {
            var found = Parse(text).Evaluate(request);
            if (found == Verdict.Denied)
                return Verdict.Denied;
            if (found == Verdict.Allowed)
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
            ? Parse(boundary.DefaultDocument).Evaluate(request)
            : Verdict.Allowed;

    /// <summary>The condition keys of the identity policies and of the boundary.</summary>
    public static IEnumerable<string> ConditionKeys(SandboxAccount account, SandboxRole role) =>
        Documents(account, role)
            .Concat(role.PermissionsBoundary is { } arn && account.ManagedPolicy(arn) is { } boundary ? [boundary.DefaultDocument] : [])
            .SelectMany(text => Parse(text).ConditionKeys);

    private static IEnumerable<string> Documents(SandboxAccount account, SandboxRole role) => role.InlinePolicies.Values.Concat(
        role.AttachedPolicyArns
            .Select(account.ManagedPolicy)
            .OfType<SandboxManagedPolicy>()
            .Select(policy => policy.DefaultDocument));

    private static SandboxPolicy Parse(string text) =>
        Parsed.GetOrAdd(text, static document => SandboxPolicy.Parse(document, PolicyKind.Identity));
}
