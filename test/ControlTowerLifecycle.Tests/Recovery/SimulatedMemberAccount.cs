using ControlTowerLifecycle.CloudAccounts.Role;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>The IAM of one account, called by one process. Each protection has a role of its own.</summary>
internal sealed class SimulatedMemberAccount(SimulatedAccount account, SimulatedPorts ports) : IMemberAccount
{
    public IMemberFederation Federation { get; } = new SimulatedFederation(account, ports);

    public Task<RoleState?> ObserveRoleAsync(
        string roleName, string inlinePolicyName, CancellationToken cancellationToken) => ports.CallAsync(
            CallNames.ObserveRole,
            () => account.CanAssumeRole
                ? Iam(roleName).ObserveRoleAsync(roleName, inlinePolicyName, cancellationToken)
                : throw SimulatedPorts.AssumeRoleRefused(),
            cancellationToken);

    public Task<bool> CreateRoleAsync(NewRole role, CancellationToken cancellationToken) => ports.CallAsync(
        CallNames.CreateRole, () => Iam(role.Name).CreateRoleAsync(role, cancellationToken), cancellationToken);

    public Task TagRoleAsync(
        string roleName, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        ports.WriteAsync(
            CallNames.TagRole, () => Iam(roleName).TagRoleAsync(roleName, tags, cancellationToken), cancellationToken);

    public Task UpdateTrustAsync(string roleName, PolicyDocument trust, CancellationToken cancellationToken) =>
        ports.WriteAsync(
            CallNames.UpdateTrust,
            () => Iam(roleName).UpdateTrustAsync(roleName, trust, cancellationToken),
            cancellationToken);

    public Task PutRolePolicyAsync(
        string roleName, string policyName, PolicyDocument policy, CancellationToken cancellationToken) => ports.WriteAsync(
            CallNames.PutPolicy,
            () => Iam(roleName).PutRolePolicyAsync(roleName, policyName, policy, cancellationToken),
            cancellationToken);

    public Task DetachRolePolicyAsync(string roleName, string policyArn, CancellationToken cancellationToken) =>
        ports.WriteAsync(
            CallNames.DetachPolicy,
            () => Iam(roleName).DetachRolePolicyAsync(roleName, policyArn, cancellationToken),
            cancellationToken);

    public Task PutRoleBoundaryAsync(string roleName, string policyArn, CancellationToken cancellationToken) =>
        throw new UnexpectedCallException("PutRolePermissionsBoundary");

    public Task DeleteRolePolicyAsync(string roleName, string policyName, CancellationToken cancellationToken) =>
        throw new UnexpectedCallException("DeleteRolePolicy");

    public Task DeleteRoleAsync(string roleName, CancellationToken cancellationToken) =>
        throw new UnexpectedCallException("DeleteRole");

    private IMemberAccount Iam(string roleName) =>
        (roleName == VisionOneRole.Name ? account.Connection.Iam : account.Iam).Enter();
}
