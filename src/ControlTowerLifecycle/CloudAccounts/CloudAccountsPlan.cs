using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.CloudAccounts.Api;
using ControlTowerLifecycle.CloudAccounts.Connections;
using ControlTowerLifecycle.CloudAccounts.Role;
using ControlTowerLifecycle.Onboarding;
using static ControlTowerLifecycle.CloudAccounts.CloudAccountsStep;

namespace ControlTowerLifecycle.CloudAccounts;

/// <summary>What one account should have.</summary>
/// <param name="Account">The account.</param>
/// <param name="Role">The vendor's role in it.</param>
/// <param name="Options">What a new connection is created with.</param>
internal sealed record CloudAccountsWanted(ManagedAccount Account, VisionOneRole Role, ConnectionOptions Options)
{
    /// <summary>Whether an account that another owner connected is moved to our role.</summary>
    public bool TakesOver { get; init; }

    /// <summary>Whether accounts that have no connection before ours are put on record.</summary>
    public bool IsRecordKept { get; init; }

    public AccountId Id => Account.Id;

    public string RoleArn => Role.ArnIn(Id);
}

/// <summary>
/// The steps from the state of an account to the wanted state, as a pure function. The provider and the policies exist
/// before the role, and the role is complete before the account is connected, because the vendor enters it at once.
/// </summary>
internal static class CloudAccountsPlan
{
    public static Plan For(CloudAccountsWanted wanted, CloudAccountsState state)
    {
        if (!wanted.TakesOver && FindOtherOwner(wanted, state) is { } other)
            return new Plan([]) { ConnectedOtherwise = $"connected to Cloud Accounts {other}; it is left alone" };

        return FindConflict(wanted, state) is { } conflict
            ? new Plan([]) { Conflict = conflict, IsWidened = state.Role!.Arn == wanted.RoleArn && VisionOneRole.IsOurs(state.Role) }
            : new Plan(
            [
                .. ProviderSteps(wanted, state.Provider),
                .. PolicySteps(wanted, state),
                .. RoleSteps(wanted, state.Role),
                .. AttachSteps(wanted, state.Role),
                .. ParameterLimitSteps(wanted, state.Role),
                .. ConnectionSteps(wanted, state),
            ]);
    }

    /// <summary>Who else connected the account; null if no other owner did. A role alone connects nothing.</summary>
    private static string? FindOtherOwner(CloudAccountsWanted wanted, CloudAccountsState state) =>
        state.Connection is { } connection
            ? ConnectionOwner.FindOther(connection, wanted.RoleArn)
                ?? (connection.RoleArn is null ? null : ConnectionOwner.FindOther(state.Role))
            : null;

    /// <summary>
    /// A role with the vendor's name and further permissions must not be opened to the vendor, who would get them too,
    /// unless the account is connected with it already. A role of ours must not have them at all, and one under a path is
    /// not ours. A role of another stack that connects nothing protects nothing, and its owner may still need it.
    /// </summary>
    private static CloudAccountsException? FindConflict(CloudAccountsWanted wanted, CloudAccountsState state)
    {
        if (state.Role is not { } role)
            return null;

        if (role.Arn != wanted.RoleArn)
            return CloudAccountsFailure.RoleElsewhere(role.Arn, wanted.RoleArn);

        if (!wanted.TakesOver && state.Connection?.RoleArn is null && VisionOneRole.ForeignStack(role) is { } stack)
            return CloudAccountsFailure.RoleNotConnected(role.Arn, stack);

        if (FindForeignParts(wanted, role) is not { Count: > 0 } foreign)
            return null;

        if (VisionOneRole.IsOurs(role))
            return CloudAccountsFailure.WidenedRole(role.Arn, foreign);

        return state.Connection?.RoleArn == role.Arn ? null : CloudAccountsFailure.ForeignRole(role.Arn, foreign);
    }

    /// <summary>The vendor's own policies, also those of features beyond the core, are no foreign parts.</summary>
    private static IReadOnlyList<string> FindForeignParts(CloudAccountsWanted wanted, RoleState role)
    {
        var vendors = wanted.Role.PolicyArnIn(wanted.Id, VisionOnePolicies.NamePrefix);
        return
        [
            .. role.AttachedPolicyArns
                .Where(arn => !arn.StartsWith(vendors, StringComparison.Ordinal))
                .Select(arn => $"attached policy {arn}"),
            .. role.OtherInlinePolicyNames.Select(name => $"inline policy {name}"),
            .. role.PermissionsBoundaryArn is { } boundary ? (string[])[$"permissions boundary {boundary}"] : [],
        ];
    }

    private static IEnumerable<CloudAccountsStep> ProviderSteps(CloudAccountsWanted wanted, IdentityProviderState? provider)
    {
        if (provider is null)
        {
            yield return new CreateProvider(wanted.Role.NewProvider(wanted.Id));
            yield break;
        }

        var arn = wanted.Role.ProviderArnIn(wanted.Id);
        var audience = wanted.Role.AudienceIn(wanted.Id);
        if (!provider.Audiences.Contains(audience, StringComparer.Ordinal))
            yield return new AddAudience(arn, audience);

        if (VisionOneThumbprints.Complete(provider.Thumbprints) is { } thumbprints)
            yield return new ReplaceThumbprints(arn, thumbprints);
    }

    /// <summary>Versions are deleted first: each of the three policies then needs one write, all at the same time.</summary>
    private static IEnumerable<CloudAccountsStep> PolicySteps(CloudAccountsWanted wanted, CloudAccountsState state)
    {
        List<CloudAccountsStep> deletions = [];
        List<CloudAccountsStep> writes = [];
        foreach (var (policy, found) in VisionOnePolicies.All.Zip(state.Policies))
        {
            var arn = wanted.Role.PolicyArnIn(wanted.Id, policy.Name);
            if (found is null)
            {
                writes.Add(new CreatePolicy(wanted.Role.NewPolicy(wanted.Id, policy)));
                continue;
            }

            if (policy.Document.Equals(found.Document))
                continue;

            var surplus = found.OtherVersions.Count + 2 - VisionOnePolicies.MaximumVersions;
            deletions.AddRange(found.OtherVersions
                .Take(Math.Max(0, surplus))
                .Select(version => new DeletePolicyVersion(arn, version)));
            writes.Add(new AddPolicyVersion(arn, policy.Document));
        }

        return [.. deletions, .. writes];
    }

    private static IEnumerable<CloudAccountsStep> RoleSteps(CloudAccountsWanted wanted, RoleState? role)
    {
        if (role is null)
        {
            yield return new CreateRole(wanted.Role.New(wanted.Id));
            yield break;
        }

        var trust = wanted.Role.Trust(wanted.Id);
        if (!trust.Equals(role.Trust))
            yield return new UpdateTrust(VisionOneRole.Name, trust);

        var tags = wanted.Role.MissingTags(role);
        if (tags.Count > 0)
            yield return new TagRole(VisionOneRole.Name, tags);
    }

    private static IEnumerable<CloudAccountsStep> AttachSteps(CloudAccountsWanted wanted, RoleState? role) =>
        VisionOnePolicies.All
            .Select(policy => wanted.Role.PolicyArnIn(wanted.Id, policy.Name))
            .Except(role?.AttachedPolicyArns ?? [], StringComparer.Ordinal)
            .Select(arn => new AttachPolicy(VisionOneRole.Name, arn));

    private static IEnumerable<CloudAccountsStep> ParameterLimitSteps(CloudAccountsWanted wanted, RoleState? role)
    {
        if (wanted.Role.ParameterLimit(wanted.Id) is not { } limit)
        {
            return role?.InlinePolicy is null
                ? []
                : [new DeleteRolePolicy(VisionOneRole.Name, VisionOneRole.ParameterLimitName)];
        }

        return limit.Equals(role?.InlinePolicy)
            ? []
            : [new PutRolePolicy(VisionOneRole.Name, VisionOneRole.ParameterLimitName, limit)];
    }

    /// <summary>
    /// An account of an older product is connected, not changed: that upgrades it in place. A connection of ours is never
    /// changed: its name, its services and its features may be changed at the vendor.
    /// </summary>
    private static IEnumerable<CloudAccountsStep> ConnectionSteps(CloudAccountsWanted wanted, CloudAccountsState state)
    {
        if (state.Connection is { IsLegacyImport: false } connection)
        {
            if (connection.RoleArn != wanted.RoleArn)
                yield return new ModifyConnection(wanted.Id, wanted.RoleArn, connection.ETag);

            yield break;
        }

        if (wanted.IsRecordKept && !state.IsRecorded && state.Connection is null)
            yield return new RecordNoConnection(wanted.Id);

        yield return new ConnectAccount(
            wanted.Id,
            new ConnectionFields(ConnectionName.Of(wanted.Account), wanted.RoleArn) { Options = wanted.Options });
    }
}
