using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>The IAM of one account, called by one process.</summary>
internal sealed class SimulatedMemberAccount(SimulatedAccount account, SimulatedPorts ports) : IMemberAccount
{
    private readonly IMemberAccount _iam = account.Iam.Enter();

    public IMemberFederation Federation => throw new UnexpectedCallException("OIDC providers and managed policies");

    public Task<RoleState?> ObserveRoleAsync(
        string roleName, string inlinePolicyName, CancellationToken cancellationToken) => ports.CallAsync(
            CallNames.ObserveRole,
            () => account.CanAssumeRole
                ? _iam.ObserveRoleAsync(roleName, inlinePolicyName, cancellationToken)
                : throw SimulatedPorts.AssumeRoleRefused(),
            cancellationToken);

    public Task<bool> CreateRoleAsync(NewRole role, CancellationToken cancellationToken) => ports.CallAsync(
        CallNames.CreateRole, () => _iam.CreateRoleAsync(role, cancellationToken), cancellationToken);

    public Task TagRoleAsync(
        string roleName, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        WriteAsync(CallNames.TagRole, () => _iam.TagRoleAsync(roleName, tags, cancellationToken), cancellationToken);

    public Task UpdateTrustAsync(string roleName, PolicyDocument trust, CancellationToken cancellationToken) =>
        WriteAsync(
            CallNames.UpdateTrust, () => _iam.UpdateTrustAsync(roleName, trust, cancellationToken), cancellationToken);

    public Task PutRolePolicyAsync(
        string roleName, string policyName, PolicyDocument policy, CancellationToken cancellationToken) => WriteAsync(
            CallNames.PutPolicy,
            () => _iam.PutRolePolicyAsync(roleName, policyName, policy, cancellationToken),
            cancellationToken);

    public Task DetachRolePolicyAsync(string roleName, string policyArn, CancellationToken cancellationToken) =>
        WriteAsync(
            CallNames.DetachPolicy,
            () => _iam.DetachRolePolicyAsync(roleName, policyArn, cancellationToken),
            cancellationToken);

    public Task PutRoleBoundaryAsync(string roleName, string policyArn, CancellationToken cancellationToken) =>
        throw new UnexpectedCallException("PutRolePermissionsBoundary");

    public Task DeleteRolePolicyAsync(string roleName, string policyName, CancellationToken cancellationToken) =>
        throw new UnexpectedCallException("DeleteRolePolicy");

    public Task DeleteRoleAsync(string roleName, CancellationToken cancellationToken) =>
        throw new UnexpectedCallException("DeleteRole");

    private Task WriteAsync(string name, Func<Task> action, CancellationToken cancellationToken) => ports.CallAsync(
        name,
        async () =>
        {
            await action();
            return true;
        },
        cancellationToken);
}
