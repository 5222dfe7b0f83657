using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Aws.Iam;

/// <summary>IAM in one account. The first call opens a session in the account, which all calls use.</summary>
internal sealed class MemberAccount(Func<CancellationToken, Task<IamClient>> openSession) : IMemberAccount
{
    private Task<IamClient>? _session;
    private MemberFederation? _federation;

    public IMemberFederation Federation => _federation ??= new MemberFederation(IamAsync);

    public async Task<RoleState?> ObserveRoleAsync(
        string roleName, string inlinePolicyName, CancellationToken cancellationToken)
    {
        var iam = await IamAsync(cancellationToken);
        var role = iam.GetRoleAsync(roleName, cancellationToken);
        var policy = iam.GetRolePolicyAsync(roleName, inlinePolicyName, cancellationToken);
        var attached = iam.ListAttachedRolePoliciesAsync(roleName, cancellationToken);
        var inline = iam.ListRolePoliciesAsync(roleName, cancellationToken);
        await Task.WhenAll(role, policy, attached, inline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // In this order: if several calls are refused, each run reports the same refusal, and the operator gets one
        // notification.
        var (existing, json, policies, names) = (await role, await policy, await attached, await inline);
        return existing is null
            ? null
            : new RoleState(
                existing.Arn,
                PolicyDocument.TryParse(existing.TrustPolicy),
                json is null ? null : PolicyDocument.TryParse(json),
                [.. policies.Select(attachedPolicy => attachedPolicy.Arn)],
                existing.Tags,
                existing.CreatedAt)
            {
                OtherInlinePolicyNames = [.. names.Where(name => name != inlinePolicyName)],
                PermissionsBoundaryArn = existing.PermissionsBoundaryArn,
            };
    }

    public async Task<bool> CreateRoleAsync(NewRole role, CancellationToken cancellationToken)
    {
        var wanted = new NewIamRole(role.Name, role.Trust.Json, role.Description, role.Tags)
        {
            PermissionsBoundaryArn = role.PermissionsBoundaryArn,
        };
        return await (await IamAsync(cancellationToken)).CreateRoleAsync(wanted, cancellationToken) is not null;
    }

    public async Task TagRoleAsync(
        string roleName, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        await (await IamAsync(cancellationToken)).TagRoleAsync(roleName, tags, cancellationToken);

    public async Task UpdateTrustAsync(string roleName, PolicyDocument trust, CancellationToken cancellationToken) =>
        await (await IamAsync(cancellationToken)).UpdateAssumeRolePolicyAsync(roleName, trust.Json, cancellationToken);

    public async Task PutRolePolicyAsync(
        string roleName, string policyName, PolicyDocument policy, CancellationToken cancellationToken) =>
        await (await IamAsync(cancellationToken)).PutRolePolicyAsync(roleName, policyName, policy.Json, cancellationToken);

    public async Task PutRoleBoundaryAsync(string roleName, string policyArn, CancellationToken cancellationToken) =>
        await (await IamAsync(cancellationToken)).PutRolePermissionsBoundaryAsync(roleName, policyArn, cancellationToken);

    public async Task DetachRolePolicyAsync(string roleName, string policyArn, CancellationToken cancellationToken) =>
        await (await IamAsync(cancellationToken)).DetachRolePolicyAsync(roleName, policyArn, cancellationToken);

    public async Task DeleteRolePolicyAsync(string roleName, string policyName, CancellationToken cancellationToken) =>
        await (await IamAsync(cancellationToken)).DeleteRolePolicyAsync(roleName, policyName, cancellationToken);

    public async Task DeleteRoleAsync(string roleName, CancellationToken cancellationToken) =>
        await (await IamAsync(cancellationToken)).DeleteRoleAsync(roleName, cancellationToken);

    /// <summary>Protections that observe at the same time share one session, and its refusal.</summary>
    private Task<IamClient> IamAsync(CancellationToken cancellationToken) => _session ??= openSession(cancellationToken);
}
