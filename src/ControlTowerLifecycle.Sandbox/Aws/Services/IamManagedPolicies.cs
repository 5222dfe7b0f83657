using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>
/// Customer managed policies and their versions. Quotas:
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html.
/// </summary>
internal sealed class IamManagedPolicies(SandboxOrganization organization)
{
    private const int LargestDocument = 6144;
    private const int MostVersions = 5;

    public JsonObject Create(AwsCall call)
    {
        var name = IamParameters.PolicyName(call);
        var policy = SandboxManagedPolicy.Create(
            AwsNames.Policy(call.Caller.AccountId, name), Document(call), call.Now);
        organization.Change(call.Caller.AccountId, account =>
            account.ManagedPolicy(policy.Arn) is not null || account.ManagedPolicyArns.Contains(policy.Arn, StringComparer.Ordinal)
                ? throw new AwsErrorException(
                    "EntityAlreadyExists",
                    $"A policy called {name} already exists. Duplicate names are not allowed.",
                    HttpStatusCode.Conflict)
                : account.With(policy));
        return new JsonObject
        {
            ["Policy"] = new JsonObject
            {
                ["PolicyName"] = name,
                ["Arn"] = policy.Arn,
                ["DefaultVersionId"] = "v1",
                ["IsAttachable"] = true,
                ["CreateDate"] = Time(call.Now),
            },
        };
    }

    public JsonObject ListVersions(AwsCall call, int pageSize)
    {
        var policy = Find(organization.Account(call.Caller.AccountId), call);
        return Pages.Iam(
            call, "Versions", [.. policy.Versions.Reverse().Select(version => ToJson(policy, version))], pageSize);
    }

    public JsonObject GetVersion(AwsCall call)
    {
        var policy = Find(organization.Account(call.Caller.AccountId), call);
        var version = Version(policy, call);
        var result = ToJson(policy, version);
        result["Document"] = IamParameters.Encoded(version.Document);
        return new JsonObject { ["PolicyVersion"] = result };
    }

    public JsonObject CreateVersion(AwsCall call)
    {
        var document = Document(call);
        var isDefault = call.Text("SetAsDefault") == "true";
        JsonObject created = [];
        organization.Change(call.Caller.AccountId, account =>
        {
            var policy = Find(account, call);
            if (policy.Versions.Length >= MostVersions)
            {
                throw IamParameters.LimitExceeded(
                    $"A managed policy can have up to {MostVersions} versions. Before you create a new version, you "
                    + "must delete an existing version.");
            }

            var changed = policy.WithVersion(document, isDefault, call.Now);
            created = ToJson(changed, changed.Versions[^1]);
            return account.With(changed);
        });
        return new JsonObject { ["PolicyVersion"] = created };
    }

    public JsonObject DeleteVersion(AwsCall call)
    {
        organization.Change(call.Caller.AccountId, account =>
        {
            var policy = Find(account, call);
            var version = Version(policy, call);
            return version.Number == policy.DefaultVersion
                ? throw new AwsErrorException(
                    "DeleteConflict", "Cannot delete the default version of a policy.", HttpStatusCode.Conflict)
                : account.With(policy with { Versions = policy.Versions.Remove(version) });
        });
        return [];
    }

    private static string Document(AwsCall call)
    {
        var document = IamParameters.Document(call, "PolicyDocument", PolicyKind.Identity);
        return IamParameters.Size(document) <= LargestDocument
            ? document
            : throw IamParameters.LimitExceeded($"Cannot exceed quota for PolicySize: {LargestDocument}");
    }

    private static SandboxManagedPolicy Find(SandboxAccount account, AwsCall call)
    {
        var arn = call.Required("PolicyArn");
        return account.ManagedPolicy(arn)
            ?? throw IamParameters.NoSuchEntity($"Policy {arn} was not found.");
    }

    private static SandboxPolicyVersion Version(SandboxManagedPolicy policy, AwsCall call)
    {
        var id = call.Required("VersionId");
        return policy.Versions.FirstOrDefault(version => version.Id == id)
            ?? throw IamParameters.NoSuchEntity($"Policy {policy.Arn} version {id} does not exist or is not attachable.");
    }

    private static JsonObject ToJson(SandboxManagedPolicy policy, SandboxPolicyVersion version) => new()
    {
        ["VersionId"] = version.Id,
        ["IsDefaultVersion"] = version.Number == policy.DefaultVersion,
        ["CreateDate"] = Time(version.CreatedAt),
    };

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
