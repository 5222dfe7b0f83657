using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Aws.Iam;

/// <summary>One account's IAM. The first call enters the account, and all later ones share that session.</summary>
internal sealed class MemberAccount(Func<CancellationToken, Task<IamClient>> enter) : IMemberAccount
{
    private Task<IamClient>? _entered;
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

        // In this order: if several are refused, the same one is reported every time, so the operator is notified once.
        var (found, json, arns, names) = (await role, await policy, await attached, await inline);
        return found is null
            ? null
            : new RoleState(
                found.Arn,
                PolicyDocument.TryParse(found.TrustPolicy),
                json is null ? null : PolicyDocument.TryParse(json),
                [.. arns.Select(one => one.Arn)],
                found.Tags,
                found.CreatedAt)
            {
                OtherInlinePolicyNames = [.. names.Where(name => name != inlinePolicyName)],
                PermissionsBoundaryArn = found.PermissionsBoundaryArn,
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

    /// <summary>Two protections that look at once enter once; a refusal is the answer to both.</summary>
    private Task<IamClient> IamAsync(CancellationToken cancellationToken) => _entered ??= enter(cancellationToken);
}
