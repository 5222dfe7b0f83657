namespace ControlTowerLifecycle.Onboarding;

/// <summary>
/// One account's IAM, as far as a protection needs it. The account is entered by the first call, through a session that
/// allows no more than the permissions it was opened with; the management account is worked on with the caller's own.
/// Every write is idempotent: what is there already, or gone already, is no failure.
/// </summary>
internal interface IMemberAccount
{
    /// <summary>
    /// A role with its trust, one inline policy and what is attached to it, or null where there is none.
    /// </summary>
    /// <exception cref="AccountEntryRefusedException">The execution role is not there, or refuses.</exception>
    Task<RoleState?> ObserveRoleAsync(string roleName, string inlinePolicyName, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a role. Answers false where a role of this name was there already, which is then left as it is.
    /// </summary>
    Task<bool> CreateRoleAsync(NewRole role, CancellationToken cancellationToken);

    /// <summary>Adds tags to a role or replaces their values; other tags stay.</summary>
    Task TagRoleAsync(
        string roleName, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>Replaces who may assume a role.</summary>
    Task UpdateTrustAsync(string roleName, PolicyDocument trust, CancellationToken cancellationToken);

    /// <summary>Writes one inline policy of a role.</summary>
    Task PutRolePolicyAsync(
        string roleName, string policyName, PolicyDocument policy, CancellationToken cancellationToken);

    /// <summary>Takes a managed policy off a role; the policy itself stays.</summary>
    Task DetachRolePolicyAsync(string roleName, string policyArn, CancellationToken cancellationToken);

    /// <summary>Takes an inline policy out of a role.</summary>
    Task DeleteRolePolicyAsync(string roleName, string policyName, CancellationToken cancellationToken);

    /// <summary>Removes a role, which must have neither policies nor an instance profile.</summary>
    Task DeleteRoleAsync(string roleName, CancellationToken cancellationToken);
}

/// <summary>The way into the organization's accounts.</summary>
internal interface IMemberAccounts
{
    /// <summary>Names an account to work on. Nothing is called yet.</summary>
    IMemberAccount Open(Accounts.AccountId id, IReadOnlyList<SessionPermission> permissions);
}

/// <summary>A role that is to be made.</summary>
/// <param name="Name">Its name, unique in its account.</param>
/// <param name="Description">What a person reads in the console, up to 1,000 characters.</param>
/// <param name="Trust">Who may assume it.</param>
/// <param name="Tags">Up to 50 tags.</param>
internal sealed record NewRole(
    string Name, string Description, PolicyDocument Trust, IReadOnlyDictionary<string, string> Tags);

/// <summary>What a session is opened for.</summary>
internal enum SessionAccess
{
    /// <summary>To look at what is there.</summary>
    ReadOnly,

    /// <summary>To look, and to make it right.</summary>
    Full,
}

/// <summary>What a session in a member account may do: the narrower, the less a stolen session is worth.</summary>
/// <param name="Actions">IAM actions, for example <c>iam:GetRole</c>.</param>
/// <param name="Resource">The one ARN they may be done to.</param>
internal sealed record SessionPermission(IReadOnlyList<string> Actions, string Resource);
