using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Aws.Policies;

/// <summary>
/// Evaluates every call against the identity policies of the caller and, if the session has one, its session policy.
/// Both must allow the call. A Deny in either wins.
/// </summary>
internal sealed class AwsAuthorization(SandboxOrganization organization)
{
    /// <summary>
    /// The identity policy of the functions in the management account. It allows everything until a test restricts it.
    /// </summary>
    public SandboxPolicy FunctionPolicy { get; set; } = SandboxPolicy.AllowAll;

    /// <summary>The functions' own role. IAM operations do not show it.</summary>
    public required Principal Function { get; init; }

    /// <exception cref="AwsErrorException">Access denied, with the sentence of AWS.</exception>
    public void Demand(AwsCall call, AwsOperation operation)
    {
        if (operation.Resource is null)
            return;
        var action = $"{call.Contract.Name}:{operation.Action ?? operation.Name}";
        var resource = operation.Resource(call);
        var request = new PolicyRequest(action, resource, call.Caller, Context(call, operation, resource));
        if (DenialReason(request, call) is { } reason)
            throw Denied(call, action, resource, reason);
    }

    /// <summary>Access denied. AssumeRole states no reason.</summary>
    public static AwsErrorException Denied(AwsCall call, string action, string resource, string reason = "")
    {
        var text = call.Contract.Name == "iam" && AwsNames.ResourceOf(resource) is { } local
            ? local.Replace('/', ' ')
            : resource;
        return new AwsErrorException(
            call.Contract.Protocol == AwsProtocol.Query ? "AccessDenied" : "AccessDeniedException",
            $"User: {call.Caller.SessionArn} is not authorized to perform: {action} on resource: {text}{reason}",
            call.Contract.RefusalStatus);
    }

    private string? DenialReason(PolicyRequest request, AwsCall call)
    {
        var byIdentity = EvaluateIdentity(request);
        var bySession = call.Credential.SessionPolicy?.Evaluate(request) ?? Verdict.Allowed;
        return (byIdentity, bySession) switch
        {
            (Verdict.Denied, _) => " with an explicit deny in an identity-based policy",
            (_, Verdict.Denied) => " with an explicit deny in a session policy",
            (Verdict.NotMentioned, _) => $" because no identity-based policy allows the {request.Action} action",
            (_, Verdict.NotMentioned) => $" because no session policy allows the {request.Action} action",
            _ => null,
        };
    }

    private Verdict EvaluateIdentity(PolicyRequest request)
    {
        var caller = request.Caller;
        if (caller == Function)
            return FunctionPolicy.Evaluate(request);
        var name = caller.RoleArn[(caller.RoleArn.LastIndexOf('/') + 1)..];
        return organization.Find(caller.AccountId)?.Role(name) is { } role
            ? RolePolicyEvaluator.Evaluate(role, request)
            : Verdict.NotMentioned;
    }

    private Dictionary<string, string> Context(AwsCall call, AwsOperation operation, string resource)
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

/// <summary>Evaluates all policies of a role together.</summary>
internal static class RolePolicyEvaluator
{
    public static Verdict Evaluate(SandboxRole role, PolicyRequest request)
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
}
