using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>
/// The IAM operations for roles, managed policies and OIDC providers. The account is always the caller's own.
/// </summary>
/// <param name="organization">The accounts.</param>
/// <param name="serviceControlPolicy">The policy of Organizations for member accounts; null if there is none.</param>
internal sealed class IamService(SandboxOrganization organization, Func<SandboxPolicy?> serviceControlPolicy) : IAwsService
{
    private readonly IamRoles _roles = new(organization);
    private readonly IamRolePolicies _policies = new(organization);
    private readonly IamRoleTags _tags = new(organization);
    private readonly IamManagedPolicies _managed = new(organization);
    private readonly IamIdentityProviders _providers = new(organization);
    private readonly IamSimulation _simulation = new(organization, serviceControlPolicy);

    /// <summary>The maximum number of entries in a page. AWS may return fewer than MaxItems.</summary>
    public int PageSize { get; set; } = 100;

    public AwsServiceContract Contract { get; } = new()
    {
        Name = "iam",
        Protocol = AwsProtocol.Query,
        Id = "2010-05-08",
        IsGlobal = true,
        ThrottlingCode = "Throttling",
        ValidationCode = "ValidationError",
    };

    public IReadOnlyList<AwsOperation> Operations => field ??=
    [
        AwsOperation.Read("GetRole", RoleArn, _roles.Get),
        AwsOperation.Write("CreateRole", RoleArn, _roles.Create),
        AwsOperation.Write("DeleteRole", RoleArn, _roles.Delete),
        AwsOperation.Write("UpdateAssumeRolePolicy", RoleArn, _roles.UpdateTrust),
        AwsOperation.Write("PutRolePermissionsBoundary", RoleArn, _roles.PutBoundary),
        AwsOperation.Read("GetRolePolicy", RoleArn, _policies.Get),
        AwsOperation.Write("PutRolePolicy", RoleArn, _policies.Put),
        AwsOperation.Write("DeleteRolePolicy", RoleArn, _policies.Delete),
        AwsOperation.Read("ListRolePolicies", RoleArn, call => _policies.List(call, PageSize)),
        AwsOperation.Read("ListAttachedRolePolicies", RoleArn, call => _policies.ListAttached(call, PageSize)),
        AwsOperation.Write("AttachRolePolicy", RoleArn, _policies.Attach) with { Context = PolicyArn },
        AwsOperation.Write("DetachRolePolicy", RoleArn, _policies.Detach) with { Context = PolicyArn },
        AwsOperation.Write("TagRole", RoleArn, _tags.Tag),
        AwsOperation.Write("UntagRole", RoleArn, _tags.Untag),
        AwsOperation.Read("ListRoleTags", RoleArn, call => _tags.List(call, PageSize)),
        AwsOperation.Write("CreatePolicy", NewPolicyArn, _managed.Create),
        AwsOperation.Read("ListPolicyVersions", ManagedPolicyArn, call => _managed.ListVersions(call, PageSize)),
        AwsOperation.Read("GetPolicyVersion", ManagedPolicyArn, _managed.GetVersion),
        AwsOperation.Write("CreatePolicyVersion", ManagedPolicyArn, _managed.CreateVersion),
        AwsOperation.Write("DeletePolicyVersion", ManagedPolicyArn, _managed.DeleteVersion),
        AwsOperation.Write("CreateOpenIDConnectProvider", NewProviderArn, _providers.Create),
        AwsOperation.Read("GetOpenIDConnectProvider", ProviderArn, _providers.Get),
        AwsOperation.Write("AddClientIDToOpenIDConnectProvider", ProviderArn, _providers.AddClientId),
        AwsOperation.Write("UpdateOpenIDConnectProviderThumbprint", ProviderArn, _providers.UpdateThumbprints),
        AwsOperation.Read("SimulatePrincipalPolicy", call => call.Required("PolicySourceArn"), call => _simulation.Run(call, PageSize)),
    ];

    /// <summary>The ARN of the existing role, or the ARN that the request would create.</summary>
    private string RoleArn(AwsCall call)
    {
        var name = IamParameters.RoleName(call);
        return organization.Find(call.Caller.AccountId)?.Role(name)?.Arn
            ?? AwsNames.Role(call.Caller.AccountId, (call.Text("Path") ?? "/")[1..] + name);
    }

    private static string NewPolicyArn(AwsCall call) =>
        AwsNames.Policy(call.Caller.AccountId, IamParameters.PolicyName(call));

    private static string ManagedPolicyArn(AwsCall call) => call.Required("PolicyArn");

    private static string NewProviderArn(AwsCall call) => IamIdentityProviders.ArnOf(call);

    private static string ProviderArn(AwsCall call) => call.Required("OpenIDConnectProviderArn");

    private static (string Key, string? Value) PolicyArn(AwsCall call) => ("iam:PolicyARN", call.Text("PolicyArn"));
}
