using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>Creates, returns, updates and deletes roles.</summary>
internal sealed class IamRoles(SandboxOrganization organization)
{
    private const int LargestTrust = 2048;
    private const string AwsManagedPolicies = "arn:aws:iam::aws:policy/";

    public JsonObject Get(AwsCall call) => new() { ["Role"] = ToJson(IamParameters.Role(organization, call)) };

    public JsonObject Create(AwsCall call)
    {
        var name = IamParameters.RoleName(call);
        var path = call.Text("Path") ?? "/";
        if (!path.StartsWith('/') || !path.EndsWith('/'))
            throw AwsErrorException.Constraint("path", "Member must begin and end with a slash");
        if (call.Text("Description") is { Length: > 1000 })
            throw AwsErrorException.Constraint("description", "Member must have length less than or equal to 1000");
        var role = new SandboxRole
        {
            Name = name,
            Arn = AwsNames.Role(call.Caller.AccountId, path[1..] + name),
            Path = path,
            Description = call.Text("Description"),
            MaxSessionSeconds = call.Number("MaxSessionDuration", 3600, 3600, 43_200),
            Trust = Trust(call, "AssumeRolePolicyDocument"),
            PermissionsBoundary = call.Text("PermissionsBoundary") is { } boundary ? Existing(call, boundary) : null,
            Tags = IamRoleTags.Read(call, maximum: 50),
            CreatedAt = call.Now,
            AssumableFrom = call.Now + organization.RolePropagationDelay,
        };
        organization.Change(call.Caller.AccountId, account =>
            account.Roles.Any(existing => string.Equals(existing.Name, name, StringComparison.OrdinalIgnoreCase))
                ? throw new AwsErrorException(
                    "EntityAlreadyExists", $"Role with name {name} already exists.", HttpStatusCode.Conflict)
                : account.With(role));
        return new JsonObject { ["Role"] = ToJson(role) };
    }

    public JsonObject Delete(AwsCall call)
    {
        var name = IamParameters.RoleName(call);
        organization.Change(call.Caller.AccountId, account =>
        {
            var role = account.Role(name) ?? throw IamParameters.NoSuchRole(name);
            if (!role.AttachedPolicyArns.IsEmpty)
                throw Conflict("Cannot delete entity, must detach all policies first.");
            return role.InlinePolicies.IsEmpty
                ? account.WithoutRole(name)
                : throw Conflict("Cannot delete entity, must delete policies first.");
        });
        return [];
    }

    public JsonObject UpdateTrust(AwsCall call)
    {
        var trust = Trust(call, "PolicyDocument");
        IamParameters.Change(organization, call, role => role with { Trust = trust });
        return [];
    }

    public JsonObject PutBoundary(AwsCall call)
    {
        var boundary = Existing(call, call.Required("PermissionsBoundary"));
        IamParameters.Change(organization, call, role => role with { PermissionsBoundary = boundary });
        return [];
    }

    /// <summary>A boundary is a managed policy of AWS or of the account.</summary>
    private string Existing(AwsCall call, string policyArn) =>
        policyArn.StartsWith(AwsManagedPolicies, StringComparison.Ordinal)
        || (organization.Find(call.Caller.AccountId) is { } account
            && (account.ManagedPolicyArns.Contains(policyArn, StringComparer.Ordinal) || account.ManagedPolicy(policyArn) is not null))
            ? policyArn
            : throw IamParameters.NoSuchEntity($"Scope ARN: {policyArn} does not exist or is not attachable.");

    private static string Trust(AwsCall call, string parameter)
    {
        var text = IamParameters.Document(call, parameter, PolicyKind.Trust);
        return IamParameters.Size(text) <= LargestTrust
            ? text
            : throw IamParameters.LimitExceeded($"Cannot exceed quota for ACLSizePerRole: {LargestTrust}");
    }

    private static AwsErrorException Conflict(string message) =>
        new("DeleteConflict", message, HttpStatusCode.Conflict);

    private static JsonObject ToJson(SandboxRole role) => new()
    {
        ["Path"] = role.Path,
        ["RoleName"] = role.Name,
        ["RoleId"] = RoleIds.Create(role.Arn),
        ["Arn"] = role.Arn,
        ["CreateDate"] = role.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["AssumeRolePolicyDocument"] = IamParameters.Encoded(role.Trust),
        ["Description"] = role.Description,
        ["MaxSessionDuration"] = role.MaxSessionSeconds,
        ["PermissionsBoundary"] = role.PermissionsBoundary is null ? null : new JsonObject
        {
            ["PermissionsBoundaryType"] = "Policy",
            ["PermissionsBoundaryArn"] = role.PermissionsBoundary,
        },
        ["Tags"] = role.Tags.IsEmpty ? null : IamRoleTags.ToJson(role.Tags),
    };
}
