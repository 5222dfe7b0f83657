using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>
/// IAM of one account, for one or more runs at a time. The age of a role is in whole seconds, as in IAM.
/// </summary>
internal sealed class FakeAccount(TimeProvider time, AccountId id)
{
    public FakeAccount(TimeProvider time)
        : this(time, Sample.Id)
    {
    }

    public RoleState? Role { get; set; }

    public Dictionary<string, IdentityProviderState> Providers { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ManagedPolicyState> Policies { get; } = new(StringComparer.Ordinal);

    /// <summary>The number of the last policy version. IAM uses no number again.</summary>
    public int LastPolicyVersion { get; set; } = 5;

    public List<string> Writes { get; } = [];

    /// <summary>Thrown when the role is observed.</summary>
    public Exception? Refusal { get; set; }

    /// <summary>
    /// The session of one run. Each call waits for <paramref name="gate"/> before it reads or writes.
    /// </summary>
    public IMemberAccount Enter(Func<string, Task> gate) => new Member(this, gate);

    public IMemberAccount Enter() => Enter(_ => Task.CompletedTask);

    private sealed class Member(FakeAccount account, Func<string, Task> gate) : IMemberAccount
    {
        public IMemberFederation Federation => new FakeFederation(account, gate);

        public async Task<RoleState?> ObserveRoleAsync(
            string roleName, string inlinePolicyName, CancellationToken cancellationToken)
        {
            await gate("GetRole");
            return account.Refusal is { } refusal ? throw refusal : account.Role;
        }

        public async Task<bool> CreateRoleAsync(NewRole role, CancellationToken cancellationToken)
        {
            await gate("CreateRole");
            account.Writes.Add("CreateRole");
            if (account.Role is not null)
                return false;

            var now = account.Now();
            account.Role = new RoleState(account.Arn(role), role.Trust, null, [], role.Tags, now)
            {
                PermissionsBoundaryArn = role.PermissionsBoundaryArn,
            };
            return true;
        }

        public Task TagRoleAsync(
            string roleName, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
            ChangeAsync("TagRole", role => role with
            {
                Tags = role.Tags.Where(tag => !tags.ContainsKey(tag.Key)).Concat(tags)
                    .ToDictionary(StringComparer.Ordinal),
            });

        public Task UpdateTrustAsync(string roleName, PolicyDocument trust, CancellationToken cancellationToken) =>
            ChangeAsync("UpdateAssumeRolePolicy", role => role with { Trust = trust });

        public Task PutRolePolicyAsync(
            string roleName, string policyName, PolicyDocument policy, CancellationToken cancellationToken) =>
            ChangeAsync("PutRolePolicy", role => role with { InlinePolicy = policy });

        public Task PutRoleBoundaryAsync(string roleName, string policyArn, CancellationToken cancellationToken) =>
            ChangeAsync("PutRolePermissionsBoundary", role => role with { PermissionsBoundaryArn = policyArn });

        public Task DetachRolePolicyAsync(string roleName, string policyArn, CancellationToken cancellationToken) =>
            RemoveAsync("DetachRolePolicy", role => role with
            {
                AttachedPolicyArns = [.. role.AttachedPolicyArns.Where(arn => arn != policyArn)],
            });

        public Task DeleteRolePolicyAsync(string roleName, string policyName, CancellationToken cancellationToken) =>
            RemoveAsync("DeleteRolePolicy", role => role with { InlinePolicy = null });

        public Task DeleteRoleAsync(string roleName, CancellationToken cancellationToken) =>
            RemoveAsync("DeleteRole", role => role is { InlinePolicy: null, AttachedPolicyArns: [] }
                ? null
                : throw new UnexpectedCallException("DeleteRole of a role with policies"));

        /// <summary>Nothing fails if the role is removed already.</summary>
        private async Task RemoveAsync(string call, Func<RoleState, RoleState?> change)
        {
            await gate(call);
            account.Writes.Add(call);
            account.Role = account.Role is { } role ? change(role) : null;
        }

        private async Task ChangeAsync(string call, Func<RoleState, RoleState> change)
        {
            await gate(call);
            account.Writes.Add(call);
            account.Role = change(account.Role ?? throw new UnexpectedCallException($"{call} without a role"));
        }
    }

    private string Arn(NewRole role) => $"arn:aws:iam::{id}:role/{role.Name}";

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
}
