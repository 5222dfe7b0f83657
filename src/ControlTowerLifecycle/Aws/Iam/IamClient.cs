using System.Xml.Linq;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Aws.Iam;

/// <summary>
/// Roles of the account whose credentials the connection holds. What is not there is a value, not an exception.
/// </summary>
/// <remarks>Every method throws <see cref="AwsException"/> where IAM refuses or does not answer.</remarks>
internal sealed class IamClient(AwsConnection connection)
{
    private const string NoSuchEntity = "NoSuchEntity";

    private static readonly (string Name, string Value)[] NoFields = [];

    private readonly QueryApi _api = new(connection, AwsService.Iam, "2010-05-08");

    /// <summary>OIDC providers and managed policies of the same account.</summary>
    public IamFederationClient Federation => new(_api);

    /// <summary>The role, or null where there is none of that name.</summary>
    public async Task<IamRole?> GetRoleAsync(string roleName, CancellationToken cancellationToken)
    {
        try
        {
            return await _api.CallAsync(
                "GetRole", roleName, [("RoleName", roleName)], result => Role(result.Child("Role")), cancellationToken);
        }
        catch (AwsException exception) when (exception.Code == NoSuchEntity)
        {
            return null;
        }
    }

    /// <summary>An inline policy of a role as JSON text, or null where there is no such role or policy.</summary>
    public async Task<string?> GetRolePolicyAsync(
        string roleName, string policyName, CancellationToken cancellationToken)
    {
        try
        {
            return await _api.CallAsync(
                "GetRolePolicy",
                roleName,
                [("RoleName", roleName), ("PolicyName", policyName)],
                result => result.Policy("PolicyDocument"),
                cancellationToken);
        }
        catch (AwsException exception) when (exception.Code == NoSuchEntity)
        {
            return null;
        }
    }

    /// <summary>All managed policies of a role; none where there is no such role.</summary>
    public async Task<IReadOnlyList<IamAttachedPolicy>> ListAttachedRolePoliciesAsync(
        string roleName, CancellationToken cancellationToken)
    {
        List<IamAttachedPolicy> policies = [];
        string? marker = null;
        try
        {
            do
            {
                var page = await _api.CallAsync(
                    "ListAttachedRolePolicies",
                    roleName,
                    marker is null ? [("RoleName", roleName)] : [("RoleName", roleName), ("Marker", marker)],
                    AttachedPolicies,
                    cancellationToken);
                policies.AddRange(page.Policies);
                if (page.Marker is not null && page.Marker == marker)
                    throw AwsException.ForUnreadableResponse(AwsService.Iam, "ListAttachedRolePolicies", roleName, 200, null);

                marker = page.Marker;
            }
            while (marker is not null);
        }
        catch (AwsException exception) when (exception.Code == NoSuchEntity)
        {
            return [];
        }

        return policies;
    }

    /// <summary>The names of all inline policies of a role; none if there is no such role.</summary>
    public async Task<IReadOnlyList<string>> ListRolePoliciesAsync(string roleName, CancellationToken cancellationToken)
    {
        const string operation = "ListRolePolicies";
        List<string> names = [];
        string? marker = null;
        try
        {
            do
            {
                var page = await _api.CallAsync(
                    operation,
                    roleName,
                    marker is null ? [("RoleName", roleName)] : [("RoleName", roleName), ("Marker", marker)],
                    result => (Names: result.Members("PolicyNames").Select(name => name.Value).ToList(), Next: NextMarker(result)),
                    cancellationToken);
                names.AddRange(page.Names);
                if (page.Next is not null && page.Next == marker)
                    throw AwsException.ForUnreadableResponse(AwsService.Iam, operation, roleName, 200, null);

                marker = page.Next;
            }
            while (marker is not null);
        }
        catch (AwsException exception) when (exception.Code == NoSuchEntity)
        {
            return [];
        }

        return names;
    }

    /// <summary>Sets the permissions boundary of a role, which must be a managed policy.</summary>
    public Task PutRolePermissionsBoundaryAsync(string roleName, string policyArn, CancellationToken cancellationToken) =>
        _api.TellAsync(
            "PutRolePermissionsBoundary",
            roleName,
            [("RoleName", roleName), ("PermissionsBoundary", policyArn)],
            cancellationToken);

    /// <summary>When the role was created, or null where one of that name was there already.</summary>
    /// <remarks>
    /// An attempt whose answer was lost is sent again and then finds the role it made itself: null can also mean
    /// "by us, a moment ago". Callers must go on from either as from a role that may differ from the one they asked
    /// for.
    /// </remarks>
    public async Task<DateTimeOffset?> CreateRoleAsync(NewIamRole role, CancellationToken cancellationToken)
    {
        try
        {
            return await _api.CallAsync(
                "CreateRole",
                role.Name,
                [
                    ("RoleName", role.Name),
                    ("AssumeRolePolicyDocument", role.TrustPolicy),
                    ("Description", role.Description),
                    .. role.PermissionsBoundaryArn is { } boundary ? [("PermissionsBoundary", boundary)] : NoFields,
                    .. QueryApi.Members("Tags", role.Tags),
                ],
                result => result.Child("Role").Time("CreateDate"),
                cancellationToken);
        }
        catch (AwsException exception) when (exception.Code == "EntityAlreadyExists")
        {
            return null;
        }
    }

    /// <summary>Replaces who may assume the role.</summary>
    public Task UpdateAssumeRolePolicyAsync(string roleName, string trustPolicy, CancellationToken cancellationToken) =>
        _api.TellAsync(
            "UpdateAssumeRolePolicy",
            roleName,
            [("RoleName", roleName), ("PolicyDocument", trustPolicy)],
            cancellationToken);

    /// <summary>
    /// Adds or replaces an inline policy; the inline policies of a role may have 10,240 characters together.
    /// </summary>
    public Task PutRolePolicyAsync(
        string roleName, string policyName, string policy, CancellationToken cancellationToken) =>
        _api.TellAsync(
            "PutRolePolicy",
            roleName,
            [("RoleName", roleName), ("PolicyName", policyName), ("PolicyDocument", policy)],
            cancellationToken);

    /// <summary>Detaches a managed policy; returns normally where it is not attached.</summary>
    public Task DetachRolePolicyAsync(string roleName, string policyArn, CancellationToken cancellationToken) =>
        TellUnlessGoneAsync(
            "DetachRolePolicy", roleName, [("RoleName", roleName), ("PolicyArn", policyArn)], cancellationToken);

    /// <summary>Removes an inline policy; returns normally where there is no such role or policy.</summary>
    public Task DeleteRolePolicyAsync(string roleName, string policyName, CancellationToken cancellationToken) =>
        TellUnlessGoneAsync(
            "DeleteRolePolicy", roleName, [("RoleName", roleName), ("PolicyName", policyName)], cancellationToken);

    /// <summary>
    /// Removes a role; returns normally where there is none. IAM refuses with DeleteConflict while a policy is attached
    /// to it or in it, or an instance profile holds it.
    /// </summary>
    public Task DeleteRoleAsync(string roleName, CancellationToken cancellationToken) =>
        TellUnlessGoneAsync("DeleteRole", roleName, [("RoleName", roleName)], cancellationToken);

    /// <summary>Adds tags or replaces their values; other tags stay.</summary>
    public Task TagRoleAsync(
        string roleName, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        _api.TellAsync(
            "TagRole", roleName, [("RoleName", roleName), .. QueryApi.Members("Tags", tags)], cancellationToken);

    private async Task TellUnlessGoneAsync(
        string operation,
        string roleName,
        IReadOnlyList<(string Name, string Value)> parameters,
        CancellationToken cancellationToken)
    {
        try
        {
            await _api.TellAsync(operation, roleName, parameters, cancellationToken);
        }
        catch (AwsException exception) when (exception.Code == NoSuchEntity)
        {
            // Somebody else removed it, or an earlier attempt did and its answer was lost.
        }
    }

    private static IamRole Role(XElement role) => new(
        role.Text("RoleName"),
        role.Text("Arn"),
        role.Policy("AssumeRolePolicyDocument"),
        role.Members("Tags").ToDictionary(tag => tag.Text("Key"), tag => tag.Text("Value"), StringComparer.Ordinal),
        role.Time("CreateDate"))
    {
        PermissionsBoundaryArn = role.ChildOrNull("PermissionsBoundary")?.Text("PermissionsBoundaryArn"),
    };

    private static (IReadOnlyList<IamAttachedPolicy> Policies, string? Marker) AttachedPolicies(XElement result) => (
        [
            .. result.Members("AttachedPolicies")
                .Select(policy => new IamAttachedPolicy(policy.Text("PolicyName"), policy.Text("PolicyArn"))),
        ],
        NextMarker(result));

    private static string? NextMarker(XElement result) =>
        result.TextOrNull("IsTruncated") == "true" ? result.Text("Marker") : null;
}
