using System.Xml.Linq;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Aws.Iam;

/// <summary>Roles of the connection's account. A missing role or policy is a result, not an exception.</summary>
/// <remarks>Every method throws <see cref="AwsException"/> if IAM refuses or does not respond.</remarks>
internal sealed class IamClient(AwsConnection connection)
{
    private static readonly (string Name, string Value)[] NoFields = [];

    private readonly QueryApi _api = new(connection, AwsService.Iam, "2010-05-08");

    /// <summary>OIDC providers and managed policies of the same account.</summary>
    public IamFederationClient Federation => new(_api);

    /// <summary>The role, or null if there is none.</summary>
    public async Task<IamRole?> GetRoleAsync(string roleName, CancellationToken cancellationToken)
    {
        try
        {
            return await _api.CallAsync(
                "GetRole", roleName, [("RoleName", roleName)], result => ReadRole(result.Child("Role")), cancellationToken);
        }
        catch (AwsException exception) when (exception.Code == IamCodes.NoSuchEntity)
        {
            return null;
        }
    }

    /// <summary>The JSON text of an inline policy, or null if there is no such role or policy.</summary>
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
        catch (AwsException exception) when (exception.Code == IamCodes.NoSuchEntity)
        {
            return null;
        }
    }

    /// <summary>All managed policies of a role; none if there is no such role.</summary>
    public Task<IReadOnlyList<IamAttachedPolicy>> ListAttachedRolePoliciesAsync(
        string roleName, CancellationToken cancellationToken) =>
        _api.ListAsync(
            "ListAttachedRolePolicies",
            ("RoleName", roleName),
            "AttachedPolicies",
            policy => new IamAttachedPolicy(policy.Text("PolicyName"), policy.Text("PolicyArn")),
            cancellationToken);

    /// <summary>The names of all inline policies of a role; none if there is no such role.</summary>
    public Task<IReadOnlyList<string>> ListRolePoliciesAsync(string roleName, CancellationToken cancellationToken) =>
        _api.ListAsync("ListRolePolicies", ("RoleName", roleName), "PolicyNames", name => name.Value, cancellationToken);

    /// <summary>Sets the permissions boundary of a role, which must be a managed policy.</summary>
    public Task PutRolePermissionsBoundaryAsync(string roleName, string policyArn, CancellationToken cancellationToken) =>
        _api.SendAsync(
            "PutRolePermissionsBoundary",
            roleName,
            [("RoleName", roleName), ("PermissionsBoundary", policyArn)],
            cancellationToken);

    /// <summary>Creates a role, and returns the time, or null if a role with that name exists.</summary>
    /// <remarks>
    /// If a response is lost, the request is sent again and finds the role that the first one created. So null does not
    /// show who created the role, and the role may differ from the request.
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
        catch (AwsException exception) when (exception.Code == IamCodes.AlreadyExists)
        {
            return null;
        }
    }

    /// <summary>Replaces the trust policy.</summary>
    public Task UpdateAssumeRolePolicyAsync(string roleName, string trustPolicy, CancellationToken cancellationToken) =>
        _api.SendAsync(
            "UpdateAssumeRolePolicy",
            roleName,
            [("RoleName", roleName), ("PolicyDocument", trustPolicy)],
            cancellationToken);

    /// <summary>
    /// Adds or replaces an inline policy. All inline policies of a role together have 10,240 characters at most.
    /// </summary>
    public Task PutRolePolicyAsync(
        string roleName, string policyName, string policy, CancellationToken cancellationToken) =>
        _api.SendAsync(
            "PutRolePolicy",
            roleName,
            [("RoleName", roleName), ("PolicyName", policyName), ("PolicyDocument", policy)],
            cancellationToken);

    /// <summary>Detaches a managed policy. Succeeds if it is not attached.</summary>
    public Task DetachRolePolicyAsync(string roleName, string policyArn, CancellationToken cancellationToken) =>
        SendUnlessMissingAsync(
            "DetachRolePolicy", roleName, [("RoleName", roleName), ("PolicyArn", policyArn)], cancellationToken);

    /// <summary>Deletes an inline policy. Succeeds if there is no such role or policy.</summary>
    public Task DeleteRolePolicyAsync(string roleName, string policyName, CancellationToken cancellationToken) =>
        SendUnlessMissingAsync(
            "DeleteRolePolicy", roleName, [("RoleName", roleName), ("PolicyName", policyName)], cancellationToken);

    /// <summary>
    /// Deletes a role. Succeeds if there is none. IAM refuses with DeleteConflict if the role has a policy or is in an
    /// instance profile.
    /// </summary>
    public Task DeleteRoleAsync(string roleName, CancellationToken cancellationToken) =>
        SendUnlessMissingAsync("DeleteRole", roleName, [("RoleName", roleName)], cancellationToken);

    /// <summary>Adds tags or replaces their values. Other tags do not change.</summary>
    public Task TagRoleAsync(
        string roleName, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        _api.SendAsync(
            "TagRole", roleName, [("RoleName", roleName), .. QueryApi.Members("Tags", tags)], cancellationToken);

    private async Task SendUnlessMissingAsync(
        string operation,
        string roleName,
        IReadOnlyList<(string Name, string Value)> parameters,
        CancellationToken cancellationToken)
    {
        try
        {
            await _api.SendAsync(operation, roleName, parameters, cancellationToken);
        }
        catch (AwsException exception) when (exception.Code == IamCodes.NoSuchEntity)
        {
            // An earlier attempt whose response was lost removed it, or another caller did.
        }
    }

    private static IamRole ReadRole(XElement role) => new(
        role.Text("RoleName"),
        role.Text("Arn"),
        role.Policy("AssumeRolePolicyDocument"),
        role.Members("Tags").ToDictionary(tag => tag.Text("Key"), tag => tag.Text("Value"), StringComparer.Ordinal),
        role.Time("CreateDate"))
    {
        PermissionsBoundaryArn = role.ChildOrNull("PermissionsBoundary")?.Text("PermissionsBoundaryArn"),
    };
}
