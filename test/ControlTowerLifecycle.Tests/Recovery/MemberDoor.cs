using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>One account's IAM, as one process enters it.</summary>
internal sealed class MemberDoor(AccountInWorld account, Doors doors) : IMemberAccount
{
    private readonly IMemberAccount _iam = account.Iam.Enter();

    public Task<RoleState?> ObserveRoleAsync(
        string roleName, string inlinePolicyName, CancellationToken cancellationToken) => doors.CrossAsync(
            Calls.Enter,
            () => account.CanBeEntered
                ? _iam.ObserveRoleAsync(roleName, inlinePolicyName, cancellationToken)
                : throw Doors.EntryRefused(),
            cancellationToken);

    public Task<bool> CreateRoleAsync(NewRole role, CancellationToken cancellationToken) => doors.CrossAsync(
        Calls.CreateRole, () => _iam.CreateRoleAsync(role, cancellationToken), cancellationToken);

    public Task TagRoleAsync(
        string roleName, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        WriteAsync(Calls.TagRole, () => _iam.TagRoleAsync(roleName, tags, cancellationToken), cancellationToken);

    public Task UpdateTrustAsync(string roleName, PolicyDocument trust, CancellationToken cancellationToken) =>
        WriteAsync(Calls.UpdateTrust, () => _iam.UpdateTrustAsync(roleName, trust, cancellationToken), cancellationToken);

    public Task PutRolePolicyAsync(
        string roleName, string policyName, PolicyDocument policy, CancellationToken cancellationToken) => WriteAsync(
            Calls.PutPolicy,
            () => _iam.PutRolePolicyAsync(roleName, policyName, policy, cancellationToken),
            cancellationToken);

    public Task DetachRolePolicyAsync(string roleName, string policyArn, CancellationToken cancellationToken) => WriteAsync(
        Calls.DetachPolicy, () => _iam.DetachRolePolicyAsync(roleName, policyArn, cancellationToken), cancellationToken);

    public Task DeleteRolePolicyAsync(string roleName, string policyName, CancellationToken cancellationToken) =>
        throw new UnexpectedCallException("DeleteRolePolicy");

    public Task DeleteRoleAsync(string roleName, CancellationToken cancellationToken) =>
        throw new UnexpectedCallException("DeleteRole");

    private Task WriteAsync(string call, Func<Task> deed, CancellationToken cancellationToken) => doors.CrossAsync(
        call,
        async () =>
        {
            await deed();
            return true;
        },
        cancellationToken);
}
