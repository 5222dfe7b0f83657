using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Aws.Policies;

/// <summary>
/// Evaluates every call against the identity policies of the caller and, if they exist, against the permissions boundary of
/// its role and the session policy. All must allow the call. A Deny in any of them wins.
/// </summary>
internal sealed class AwsAuthorization(SandboxOrganization organization)
{
    /// <summary>
    /// The identity policy of the functions in the management account. It allows everything until a test restricts it.
    /// </summary>
    public SandboxPolicy FunctionPolicy { get; set; } = SandboxPolicy.AllowAll;

    /// <summary>
    /// Denies what it denies to every principal of a member account, and allows nothing. Organizations does not apply it to
    /// the management account. Null if there is none.
    /// </summary>
    public SandboxPolicy? ServiceControlPolicy { get; set; }

    /// <summary>The functions' own role. IAM operations do not show it.</summary>
    public required Principal Function { get; init; }

    /// <summary>The role of the operator, who has <c>AdministratorAccess</c> in the management account.</summary>
    public required Principal Operator { get; init; }

    /// <exception cref="AwsErrorException">Access denied, with the sentence of AWS.</exception>
    public void Demand(AwsCall call, AwsOperation operation)
    {
        if (operation.Resource is null)
            return;
        var name = operation.Action ?? operation.Name;
        var action = name.Contains(':', StringComparison.Ordinal) ? name : $"{call.Contract.Name}:{name}";
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
        if (call.Caller.AccountId != organization.ManagementAccountId
            && ServiceControlPolicy?.Evaluate(request) == Verdict.Denied)
            return " with an explicit deny in a service control policy";

        var (byIdentity, byBoundary) = EvaluateRole(request);
        var bySession = call.Credential.SessionPolicy?.Evaluate(request) ?? Verdict.Allowed;
        return (byIdentity, byBoundary, bySession) switch
        {
            (Verdict.Denied, _, _) => " with an explicit deny in an identity-based policy",
            (_, Verdict.Denied, _) => " with an explicit deny in a permissions boundary",
            (_, _, Verdict.Denied) => " with an explicit deny in a session policy",
            (Verdict.NotMentioned, _, _) => $" because no identity-based policy allows the {request.Action} action",
            (_, Verdict.NotMentioned, _) => $" because no permissions boundary allows the {request.Action} action",
            (_, _, Verdict.NotMentioned) => $" because no session policy allows the {request.Action} action",
            _ => null,
        };
    }

    private (Verdict ByIdentity, Verdict ByBoundary) EvaluateRole(PolicyRequest request)
    {
        var caller = request.Caller;
        if (caller == Function)
            return (FunctionPolicy.Evaluate(request), Verdict.Allowed);
        if (caller == Operator)
            return (SandboxPolicy.AllowAll.Evaluate(request), Verdict.Allowed);
        var name = caller.RoleArn[(caller.RoleArn.LastIndexOf('/') + 1)..];
        return organization.Find(caller.AccountId) is { } account && account.Role(name) is { } role
            ? (RolePolicies.EvaluateIdentity(account, role, request), RolePolicies.EvaluateBoundary(account, role, request))
            : (Verdict.NotMentioned, Verdict.Allowed);
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
