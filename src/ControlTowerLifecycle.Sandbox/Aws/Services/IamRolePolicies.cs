using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>The inline and attached policies of roles.</summary>
internal sealed class IamRolePolicies(SandboxOrganization organization)
{
    private const int LargestInline = 10_240;
    private const int MostAttached = 10;

    public JsonObject Get(AwsCall call)
    {
        var role = IamParameters.Role(organization, call);
        var name = IamParameters.PolicyName(call);
        return new JsonObject
        {
            ["RoleName"] = role.Name,
            ["PolicyName"] = name,
            ["PolicyDocument"] = IamParameters.Encoded(
                role.InlinePolicies.GetValueOrDefault(name) ?? throw NoSuchPolicy(name)),
        };
    }

    public JsonObject Put(AwsCall call)
    {
        var name = IamParameters.PolicyName(call);
        var document = IamParameters.Document(call, "PolicyDocument", PolicyKind.Identity);
        IamParameters.Change(organization, call, role =>
        {
            var inline = role.InlinePolicies.SetItem(name, document);
            return inline.Values.Sum(IamParameters.Size) <= LargestInline
                ? role with { InlinePolicies = inline }
                : throw IamParameters.LimitExceeded(
                    $"Maximum policy size of {LargestInline} bytes exceeded for role {role.Name}");
        });
        return [];
    }

    public JsonObject Delete(AwsCall call)
    {
        var name = IamParameters.PolicyName(call);
        IamParameters.Change(organization, call, role => role.InlinePolicies.ContainsKey(name)
            ? role with { InlinePolicies = role.InlinePolicies.Remove(name) }
            : throw NoSuchPolicy(name));
        return [];
    }

    public JsonObject List(AwsCall call, int pageSize)
    {
        var role = IamParameters.Role(organization, call);
        return Pages.Iam(
            call, "PolicyNames", [.. role.InlinePolicies.Keys.Select(name => JsonValue.Create(name))], pageSize);
    }

    public JsonObject ListAttached(AwsCall call, int pageSize)
    {
        var role = IamParameters.Role(organization, call);
        var policies = role.AttachedPolicyArns.Select(arn => new JsonObject
        {
            ["PolicyName"] = arn[(arn.LastIndexOf('/') + 1)..],
            ["PolicyArn"] = arn,
        });
        return Pages.Iam(call, "AttachedPolicies", [.. policies], pageSize);
    }

    public JsonObject Attach(AwsCall call)
    {
        var arn = call.Required("PolicyArn");
        var account = organization.Account(call.Caller.AccountId);
        if (!arn.StartsWith("arn:aws:iam::aws:policy/", StringComparison.Ordinal)
            && !account.ManagedPolicyArns.Contains(arn, StringComparer.Ordinal)
            && account.ManagedPolicy(arn) is null)
            throw IamParameters.NoSuchEntity($"Policy {arn} does not exist or is not attachable.");
        IamParameters.Change(organization, call, role =>
        {
            var attached = role.AttachedPolicyArns.Add(arn);
            return attached.Count <= MostAttached
                ? role with { AttachedPolicyArns = attached }
                : throw IamParameters.LimitExceeded($"Cannot exceed quota for PoliciesPerRole: {MostAttached}");
        });
        return [];
    }

    public JsonObject Detach(AwsCall call)
    {
        var arn = call.Required("PolicyArn");
        IamParameters.Change(organization, call, role => role.AttachedPolicyArns.Contains(arn)
            ? role with { AttachedPolicyArns = role.AttachedPolicyArns.Remove(arn) }
            : throw IamParameters.NoSuchEntity($"Policy {arn} was not found."));
        return [];
    }

    private static AwsErrorException NoSuchPolicy(string name) =>
        IamParameters.NoSuchEntity($"The role policy with name {name} cannot be found.");
}
