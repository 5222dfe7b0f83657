using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>
/// IAM of one account: the calls that protections need. The first call enters the account with a session that allows
/// only the permissions it was opened with; in the management account the caller's own credentials are used.
/// Every write is idempotent: a thing that exists already, or is removed already, is not a failure.
/// </summary>
internal interface IMemberAccount
{
    /// <summary>
    /// A role with its trust, one inline policy, the names of its other policies and its boundary; null if there is no such
    /// role.
    /// </summary>
    /// <exception cref="AccountEntryRefusedException">The execution role does not exist or refuses.</exception>
    Task<RoleState?> ObserveRoleAsync(string roleName, string inlinePolicyName, CancellationToken cancellationToken);

    /// <summary>Creates a role. Returns false, and changes nothing, if a role of this name exists.</summary>
    Task<bool> CreateRoleAsync(NewRole role, CancellationToken cancellationToken);

    /// <summary>OIDC providers and managed policies of the account, in the same session.</summary>
    IMemberFederation Federation { get; }

    /// <summary>Adds tags to a role or replaces their values; other tags stay.</summary>
    Task TagRoleAsync(
        string roleName, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>Replaces the trust policy of a role.</summary>
    Task UpdateTrustAsync(string roleName, PolicyDocument trust, CancellationToken cancellationToken);

    /// <summary>Writes one inline policy of a role.</summary>
    Task PutRolePolicyAsync(
        string roleName, string policyName, PolicyDocument policy, CancellationToken cancellationToken);

    /// <summary>Sets the permissions boundary of a role.</summary>
    Task PutRoleBoundaryAsync(string roleName, string policyArn, CancellationToken cancellationToken);

    /// <summary>Detaches a managed policy from a role; the policy itself stays.</summary>
    Task DetachRolePolicyAsync(string roleName, string policyArn, CancellationToken cancellationToken);

    /// <summary>Deletes an inline policy of a role.</summary>
    Task DeleteRolePolicyAsync(string roleName, string policyName, CancellationToken cancellationToken);

    /// <summary>Deletes a role, which must have neither policies nor an instance profile.</summary>
    Task DeleteRoleAsync(string roleName, CancellationToken cancellationToken);
}

/// <summary>The way into the organization's accounts.</summary>
internal interface IMemberAccounts
{
    /// <summary>Names an account to work on. Makes no call.</summary>
    IMemberAccount Open(AccountId id, IReadOnlyList<SessionPermission> permissions);
}

/// <summary>A role to create.</summary>
/// <param name="Name">Its name, unique in its account.</param>
/// <param name="Description">Shown in the IAM console; up to 1,000 characters.</param>
/// <param name="Trust">Who may assume it.</param>
/// <param name="Tags">Up to 50 tags.</param>
internal sealed record NewRole(
    string Name, string Description, PolicyDocument Trust, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>The ARN of its permissions boundary; null if it gets none.</summary>
    public string? PermissionsBoundaryArn { get; init; }
}

/// <summary>What a session is opened for.</summary>
internal enum SessionAccess
{
    /// <summary>To read the state.</summary>
    ReadOnly,

    /// <summary>To read the state and to onboard.</summary>
    Onboard,

    /// <summary>To read the state and to offboard.</summary>
    Offboard,
}

/// <summary>What a session in a member account may do. The fewer permissions, the less a stolen session can do.</summary>
/// <param name="Actions">IAM actions, for example <c>iam:GetRole</c>.</param>
/// <param name="Resource">The one ARN that they apply to.</param>
internal sealed record SessionPermission(IReadOnlyList<string> Actions, string Resource)
{
    /// <summary>The managed policies that may be attached, as ARNs; empty if the actions attach none.</summary>
    public IReadOnlyList<string> PolicyArns { get; init; } = [];
}
