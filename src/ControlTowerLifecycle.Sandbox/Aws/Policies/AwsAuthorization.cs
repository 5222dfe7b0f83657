using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Aws.Policies;

/// <summary>
/// Judges every call by the policies of the caller's identity and, where the session has one, by its session policy:
/// both must allow it, and a Deny in either wins.
/// </summary>
internal sealed class AwsAuthorization(SandboxOrganization organization)
{
    /// <summary>
    /// The identity policy of the functions in the management account; everything is allowed until a test restricts it.
    /// </summary>
    public SandboxPolicy FunctionPolicy { get; set; } = SandboxPolicy.AllowAll;

    /// <summary>The role of the functions, which no IAM operation can see.</summary>
    public required Principal Function { get; init; }

    /// <exception cref="AwsErrorException">In the sentence of AWS.</exception>
    public void Demand(AwsCall call, AwsOperation operation)
    {
        if (operation.Resource is null)
            return;
        var action = $"{call.Contract.Name}:{operation.Action ?? operation.Name}";
        var resource = operation.Resource(call);
        var question = new PolicyRequest(action, resource, call.Caller, ContextOf(call, operation, resource));
        if (Reason(question, call) is { } reason)
            throw Denied(call, action, resource, reason);
    }

    /// <summary>The refusal that tells nobody why, which AssumeRole gives.</summary>
    public static AwsErrorException Denied(AwsCall call, string action, string resource, string reason = "")
    {
        var shown = call.Contract.Name == "iam" && AwsNames.ResourceOf(resource) is { } local
            ? local.Replace('/', ' ')
            : resource;
        return new AwsErrorException(
            call.Contract.Protocol == AwsProtocol.Query ? "AccessDenied" : "AccessDeniedException",
            $"User: {call.Caller.SessionArn} is not authorized to perform: {action} on resource: {shown}{reason}",
            call.Contract.Refusal);
    }

    private string? Reason(PolicyRequest question, AwsCall call)
    {
        var byIdentity = ByIdentity(question);
        var bySession = call.Credential.SessionPolicy?.Evaluate(question) ?? Verdict.Allowed;
        return (byIdentity, bySession) switch
        {
            (Verdict.Denied, _) => " with an explicit deny in an identity-based policy",
            (_, Verdict.Denied) => " with an explicit deny in a session policy",
            (Verdict.NotMentioned, _) => $" because no identity-based policy allows the {question.Action} action",
            (_, Verdict.NotMentioned) => $" because no session policy allows the {question.Action} action",
            _ => null,
        };
    }

    private Verdict ByIdentity(PolicyRequest question)
    {
        var caller = question.Caller;
        if (caller == Function)
            return FunctionPolicy.Evaluate(question);
        var name = caller.RoleArn[(caller.RoleArn.LastIndexOf('/') + 1)..];
        return organization.Find(caller.AccountId)?.Role(name) is { } role
            ? RolePolicyEvaluator.Evaluate(role, question)
            : Verdict.NotMentioned;
    }

    private Dictionary<string, string> ContextOf(AwsCall call, AwsOperation operation, string resource)
    {
        var context = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["aws:PrincipalArn"] = call.Caller.RoleArn,
            ["aws:PrincipalAccount"] = call.Caller.AccountId,
            ["aws:PrincipalOrgID"] = organization.Id,
            ["aws:ResourceAccount"] = AwsNames.AccountOf(resource) ?? call.Caller.AccountId,
            ["aws:RequestedRegion"] = call.Contract.IsGlobal ? "us-east-1" : organization.Region,
        };
        if (operation.Context?.Invoke(call) is (var key, { } value))
            context[key] = value;
        return context;
    }
}

/// <summary>The policies of a role together.</summary>
internal static class RolePolicyEvaluator
{
    public static Verdict Evaluate(SandboxRole role, PolicyRequest question)
    {
        var verdict = role.AttachedPolicyArns.Contains(SandboxRole.AdministratorAccess)
            ? Verdict.Allowed
            : Verdict.NotMentioned;
        foreach (var text in role.InlinePolicies.Values)
        {
            var each = SandboxPolicy.Parse(text, PolicyKind.Identity).Evaluate(question);
            if (each == Verdict.Denied)
                return Verdict.Denied;
            if (each == Verdict.Allowed)
                verdict = Verdict.Allowed;
        }

        return verdict;
    }
}
