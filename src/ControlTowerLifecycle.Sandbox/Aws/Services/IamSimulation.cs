using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>
/// SimulatePrincipalPolicy for a role: its identity policies, its permissions boundary and the service control policy, which are
/// those that the sandbox enforces. As in IAM, the condition keys are those of the request only, and a key that is missing is
/// reported.
/// </summary>
internal sealed class IamSimulation(SandboxOrganization organization, Func<SandboxPolicy?> serviceControlPolicy)
{
    private static readonly string[] Unsupported =
        ["PolicyInputList", "PermissionsBoundaryPolicyInputList", "ResourcePolicy", "ResourceOwner", "CallerArn", "ResourceHandlingOption"];

    public JsonObject Run(AwsCall call, int pageSize)
    {
        if (Array.Find(Unsupported, name => call.Input[name] is not null) is { } name)
            throw new AwsErrorException("InvalidInput", $"The sandbox does not simulate with {name}.");

        var (account, role) = Source(call);
        var actions = call.List("ActionNames").Select(action => action!.GetValue<string>()).ToList();
        if (actions is [])
            throw AwsErrorException.Constraint("actionNames", "Member must not be null");
        if (actions.Find(action => action.Split(':') is not [_, { Length: > 0 }] || action.Contains('*', StringComparison.Ordinal)) is { } invalid)
            throw new AwsErrorException("InvalidInput", $"Invalid Action/NotAction: {invalid}");

        var resources = call.List("ResourceArns").Select(arn => arn!.GetValue<string>()).DefaultIfEmpty("*").ToList();
        var context = Context(call);
        var caller = new Principal(account.Id, role.Arn, role.Arn);
        var results = actions.SelectMany(action => resources.Select(resource =>
            (JsonNode)Evaluate(account, role, new PolicyRequest(action, resource, caller, context))));
        return Pages.Iam(call, "EvaluationResults", [.. results], pageSize);
    }

    private (SandboxAccount Account, SandboxRole Role) Source(AwsCall call)
    {
        var arn = call.Required("PolicySourceArn");
        if (AwsNames.AccountOf(arn) != call.Caller.AccountId)
            throw new AwsErrorException("InvalidInput", "Invalid Entity Arn: the entity is in another account.");

        var account = organization.Account(call.Caller.AccountId);
        return account.Roles.FirstOrDefault(role => role.Arn == arn) is { } found
            ? (account, found)
            : throw IamParameters.NoSuchRole(arn[(arn.LastIndexOf('/') + 1)..]);
    }

    private JsonObject Evaluate(SandboxAccount account, SandboxRole role, PolicyRequest request)
    {
        var isMember = account.Id != organization.ManagementAccountId;
        var organizations = isMember ? serviceControlPolicy()?.Evaluate(request) ?? Verdict.Allowed : Verdict.Allowed;
        var identity = RolePolicies.EvaluateIdentity(account, role, request);
        var boundary = RolePolicies.EvaluateBoundary(account, role, request);
        var decision = organizations == Verdict.Denied || identity == Verdict.Denied || boundary == Verdict.Denied ? "explicitDeny"
            : identity == Verdict.Allowed && boundary == Verdict.Allowed ? "allowed"
            : "implicitDeny";
        var result = new JsonObject
        {
            ["EvalActionName"] = request.Action,
            ["EvalResourceName"] = request.Resource,
            ["EvalDecision"] = decision,
            ["MatchedStatements"] = new JsonArray(),
            ["MissingContextValues"] = new JsonArray([.. Missing(account, role, request, isMember)]),
        };
        if (isMember)
            result["OrganizationsDecisionDetail"] = new JsonObject { ["AllowedByOrganizations"] = organizations != Verdict.Denied };
        if (role.PermissionsBoundary is not null)
        {
            result["PermissionsBoundaryDecisionDetail"] = new JsonObject
            {
                ["AllowedByPermissionsBoundary"] = boundary == Verdict.Allowed,
            };
        }

        return result;
    }

    private IEnumerable<JsonNode> Missing(SandboxAccount account, SandboxRole role, PolicyRequest request, bool isMember) =>
        RolePolicies.ConditionKeys(account, role)
            .Concat(isMember ? serviceControlPolicy()?.ConditionKeys ?? [] : [])
            .Where(key => !request.Context.ContainsKey(key))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(key => (JsonNode)key);

    private static Dictionary<string, string> Context(AwsCall call)
    {
        var context = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in call.List("ContextEntries").OfType<JsonObject>())
        {
            if ((string?)entry["ContextKeyType"] is not ("string" or "boolean")
                || entry["ContextKeyValues"] is not JsonArray { Count: 1 } values)
                throw new AwsErrorException("InvalidInput", "The sandbox simulates with context keys of one string or boolean.");
            context[entry["ContextKeyName"]!.GetValue<string>()] = values[0]!.GetValue<string>();
        }

        return context;
    }
}
