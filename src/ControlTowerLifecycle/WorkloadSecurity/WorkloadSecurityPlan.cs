using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Role;
using static ControlTowerLifecycle.WorkloadSecurity.WorkloadSecurityStep;

namespace ControlTowerLifecycle.WorkloadSecurity;

/// <summary>What one account should have.</summary>
internal sealed record WorkloadSecurityWanted(
    ManagedAccount Account, ConnectorRole Role, string ExternalId, bool WorkspacesEnabled)
{
    public PolicyDocument Trust { get; } = Role.Trust(ExternalId);

    /// <summary>FOREIGN_CONNECTORS: whether a connector of another owner is changed to our role.</summary>
    public bool TakesOverForeignConnectors { get; init; }

    /// <summary>Whether accounts that have no connector before ours are put on record.</summary>
    public bool IsRecordKept { get; init; }
}

/// <summary>
/// The steps from the state of an account to the wanted state, as a pure function. The vendor keeps access at every step:
/// the role exists and trusts the vendor before a connector is registered, our policy is in place before the
/// predecessor's is detached, and a replaced external ID stays trusted until the connector uses the tenant's.
/// </summary>
internal static class WorkloadSecurityPlan
{
    /// <summary>More external IDs than an organization uses at the same time; a trust policy has 2,048 characters.</summary>
    private const int MaximumReplacedIds = 4;

    /// <summary>IAM's limit of a trust policy, white space not counted; our documents have none.</summary>
    private const int MaximumTrustLength = 2048;

    public static Plan For(WorkloadSecurityWanted wanted, WorkloadSecurityState state)
    {
        var kept = KeptConnector(wanted, state);
        if (kept is null && state.Connectors is [var other, ..])
            return new Plan([]) { ConnectedOtherwise = ConnectedOtherwise(other) };

        if (state.Role is { } found && found.Arn != wanted.Role.ArnIn(wanted.Account.Id))
        {
            return new Plan([])
            {
                Conflict = WorkloadSecurityFailure.RoleElsewhere(found.Arn, wanted.Role.ArnIn(wanted.Account.Id)),
            };
        }

        if (state.Role is { } role && ForeignRoleParts.Of(role, wanted.Role, wanted.Account.Id) is { Count: > 0 } foreign)
            return Conflict(role, foreign);

        var replaced = ReplacedExternalIds(wanted, state);
        var isOpen = HasOpenTrust(wanted, state);
        var firstTrust = isOpen ? state.Role!.Trust! : FirstTrust(wanted, replaced);
        return new Plan(
        [
            .. RoleSteps(wanted, state, firstTrust),
            .. ConnectorSteps(wanted, state, kept, mustMove: isOpen || replaced.Count > 0),
            .. firstTrust.Equals(wanted.Trust) ? [] : (Step[])[new UpdateTrust(wanted.Role.Name, wanted.Trust) { Replaced = isOpen ? ShownTrust.Of(firstTrust) : null }],
        ]);
    }

    /// <summary>
    /// The connector that the account keeps: one on our role; else one that this program or its predecessor made, which is
    /// changed to our role. A connector of another owner is kept as it is, unless the settings say to take it over.
    /// </summary>
    private static Connector? KeptConnector(WorkloadSecurityWanted wanted, WorkloadSecurityState state)
    {
        var account = wanted.Account.Id;
        var arn = RoleArn(wanted, state);
        return state.Connectors.FirstOrDefault(connector => connector.CrossAccountRoleArn == arn)
            ?? state.Connectors.FirstOrDefault(connector => ConnectorOwnership.IsOurs(connector, wanted.Role, account))
            ?? (wanted.TakesOverForeignConnectors && state.Connectors is [var oldest, ..] ? oldest : null);
    }

    /// <summary>The ARN of the role that exists, else of the role that will be created.</summary>
    private static string RoleArn(WorkloadSecurityWanted wanted, WorkloadSecurityState state) =>
        state.Role?.Arn ?? wanted.Role.ArnIn(wanted.Account.Id);

    private static string ConnectedOtherwise(Connector connector) =>
        $"connected otherwise: connector {connector.Id} uses {connector.CrossAccountRoleArn ?? "an access key or the manager's role"}";

    /// <summary>Nothing is removed from a role of another owner, nor from ours: the operator decides.</summary>
    private static Plan Conflict(RoleState role, IReadOnlyList<string> foreign) => ConnectorRole.IsOurs(role)
        ? new Plan([]) { Conflict = WorkloadSecurityFailure.WidenedRole(role.Arn, foreign), IsWidened = true }
        : new Plan([]) { Conflict = WorkloadSecurityFailure.ForeignRole(role.Arn, foreign) };

    /// <summary>
    /// The IDs that a connector may still use with this role. A connector can have an ID of its own, which no response
    /// shows. It changes to the tenant's ID when it is modified; until then the account is watched with the old one.
    /// </summary>
    private static IReadOnlyList<string> ReplacedExternalIds(WorkloadSecurityWanted wanted, WorkloadSecurityState state) =>
        state.Role?.Trust is { } trust && !wanted.Trust.Equals(trust) && HasConnectorOnRole(state)
            ?
            [
                .. TrustedExternalIds.Of(trust, wanted.Role.VendorPrincipal)
                    .Where(id => id != wanted.ExternalId).Take(MaximumReplacedIds),
            ]
            : [];

    /// <summary>
    /// A role of another owner that trusts the vendor with any ID: its trust stays until the connector, which may have an ID
    /// of its own, uses the tenant's. The connector of a role of ours uses the tenant's ID, so that trust is replaced at once.
    /// </summary>
    private static bool HasOpenTrust(WorkloadSecurityWanted wanted, WorkloadSecurityState state) =>
        state.Role is { Trust: { } trust } role
        && !ConnectorRole.IsOurs(role)
        && HasConnectorOnRole(state)
        && TrustedExternalIds.AreAny(trust, wanted.Role.VendorPrincipal);

    private static bool HasConnectorOnRole(WorkloadSecurityState state) =>
        state.Connectors.Any(connector => connector.CrossAccountRoleArn == state.Role?.Arn);

    /// <summary>A trust that IAM would refuse for its size falls back to the wanted ID alone.</summary>
    private static PolicyDocument FirstTrust(WorkloadSecurityWanted wanted, IReadOnlyList<string> replaced)
    {
        var trust = wanted.Role.Trust([wanted.ExternalId, .. replaced]);
        return trust.Json.Length <= MaximumTrustLength ? trust : wanted.Trust;
    }

    private static IEnumerable<WorkloadSecurityStep> RoleSteps(
        WorkloadSecurityWanted wanted, WorkloadSecurityState state, PolicyDocument trust)
    {
        var name = wanted.Role.Name;
        var account = wanted.Account.Id;
        if (state.Role is null)
            yield return new CreateRole(wanted.Role.New(account, trust, state.Connectors.Count));
        else if (!trust.Equals(state.Role.Trust))
            yield return new UpdateTrust(name, trust) { Replaced = state.Role.Trust is { } replaced ? ShownTrust.Of(replaced) : null };

        if (state.Role is not null && wanted.Role.BoundaryIn(account) is { } boundary
            && state.Role.PermissionsBoundaryArn != boundary)
            yield return new PutRoleBoundary(name, boundary);

        if (!ConnectorRole.Policy.Equals(state.Role?.InlinePolicy))
            yield return new PutRolePolicy(name, ConnectorRole.PolicyName, ConnectorRole.Policy);

        // Ours is in place before the predecessor's is detached: in the other order the account is unprotected for a moment.
        var predecessors = wanted.Role.PredecessorsPolicyIn(account);
        if (state.Role?.AttachedPolicyArns.Contains(predecessors, StringComparer.Ordinal) == true)
            yield return new DetachRolePolicy(name, predecessors);

        if (state.Role is not null && MissingTags(wanted.Role, state) is { Count: > 0 } tags)
            yield return new TagRole(name, tags);
    }

    /// <summary>
    /// A role that we did not create does not state yet which connectors are ours. Without the tag, a run that stops after
    /// registering would leave a duplicate that must not be removed.
    /// </summary>
    private static Dictionary<string, string> MissingTags(ConnectorRole wanted, WorkloadSecurityState state)
    {
        var role = state.Role!;
        IEnumerable<KeyValuePair<string, string>> tags =
            state.Connectors is [] && !ConnectorRole.HadNoConnectorBefore(role)
                ? wanted.ExtraTags.Concat(ConnectorRole.NoConnectorBefore)
                : wanted.ExtraTags;
        return tags.Where(tag => role.Tags.GetValueOrDefault(tag.Key) != tag.Value).ToDictionary(StringComparer.Ordinal);
    }

    private static IEnumerable<WorkloadSecurityStep> ConnectorSteps(
        WorkloadSecurityWanted wanted, WorkloadSecurityState state, Connector? kept, bool mustMove)
    {
        var account = wanted.Account.Id;
        var hadNoneBefore = state.Role is not null && ConnectorRole.HadNoConnectorBefore(state.Role);
        if (wanted.IsRecordKept && !state.IsRecorded && (state.Connectors is [] || hadNoneBefore))
            yield return new RecordNoConnector(account);

        var arn = RoleArn(wanted, state);
        if (kept is null)
        {
            yield return new RegisterConnector(
                new ConnectorFields(ConnectorName.Of(wanted.Account), arn, wanted.WorkspacesEnabled));
            yield break;
        }

        var newName = NewName(wanted.Account, kept);
        if (kept.CrossAccountRoleArn != arn || newName is not null || mustMove
            || (wanted.WorkspacesEnabled && !kept.WorkspacesEnabled))
            yield return new ModifyConnector(kept.Id, new ConnectorFields(newName, arn, wanted.WorkspacesEnabled));

        // The tag proves ownership of connectors on this role only.
        if (kept.CrossAccountRoleArn != arn || !hadNoneBefore)
            yield break;

        foreach (var twin in Twins(state.Connectors, kept, account))
            yield return new RemoveTwinConnector(twin.Id);
    }

    /// <summary>A connector of ours follows the account's name; the name that another owner chose stays.</summary>
    private static string? NewName(ManagedAccount account, Connector kept) =>
        ConnectorName.IsOurs(kept.DisplayName, account.Id)
        && kept.DisplayName != ConnectorName.Of(account)
            ? ConnectorName.Of(account)
            : null;

    /// <summary>Duplicates of the kept connector: same role, our display name. Two runs at once can leave them.</summary>
    public static IEnumerable<Connector> Twins(IEnumerable<Connector> connectors, Connector kept, AccountId account) =>
        connectors.Where(connector =>
            connector.Id != kept.Id
            && connector.CrossAccountRoleArn == kept.CrossAccountRoleArn
            && ConnectorName.IsOurs(kept.DisplayName, account)
            && ConnectorName.IsOurs(connector.DisplayName, account));
}
