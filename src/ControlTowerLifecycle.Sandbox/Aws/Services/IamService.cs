using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>IAM, as far as roles go. The account is always the caller's own.</summary>
internal sealed class IamService(SandboxOrganization organization) : IAwsService
{
    private readonly IamRoles roles = new(organization);
    private readonly IamRolePolicies policies = new(organization);
    private readonly IamRoleTags tags = new(organization);

    /// <summary>How many attached policies or tags a page holds at most; AWS may give fewer than asked for.</summary>
    public int PageSize { get; set; } = 100;

    public AwsContract Contract { get; } = new()
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
        AwsOperation.Read("GetRole", RoleArn, roles.Get),
        AwsOperation.Write("CreateRole", RoleArn, roles.Create),
        AwsOperation.Write("DeleteRole", RoleArn, roles.Delete),
        AwsOperation.Write("UpdateAssumeRolePolicy", RoleArn, roles.UpdateTrust),
        AwsOperation.Read("GetRolePolicy", RoleArn, policies.Get),
        AwsOperation.Write("PutRolePolicy", RoleArn, policies.Put),
        AwsOperation.Write("DeleteRolePolicy", RoleArn, policies.Delete),
        AwsOperation.Read("ListRolePolicies", RoleArn, call => policies.List(call, PageSize)),
        AwsOperation.Read("ListAttachedRolePolicies", RoleArn, call => policies.ListAttached(call, PageSize)),
        AwsOperation.Write("AttachRolePolicy", RoleArn, policies.Attach) with { Context = PolicyArn },
        AwsOperation.Write("DetachRolePolicy", RoleArn, policies.Detach) with { Context = PolicyArn },
        AwsOperation.Write("TagRole", RoleArn, tags.Tag),
        AwsOperation.Write("UntagRole", RoleArn, tags.Untag),
        AwsOperation.Read("ListRoleTags", RoleArn, call => tags.List(call, PageSize)),
    ];

    /// <summary>
    /// Policies are judged on the role as it is; on the path in the request for one that is yet to be made.
    /// </summary>
    private string RoleArn(AwsCall call)
    {
        var name = IamText.RoleName(call);
        return organization.Find(call.Caller.AccountId)?.Role(name)?.Arn
            ?? AwsNames.Role(call.Caller.AccountId, (call.Text("Path") ?? "/")[1..] + name);
    }

    private static (string Key, string? Value) PolicyArn(AwsCall call) => ("iam:PolicyARN", call.Text("PolicyArn"));
}
