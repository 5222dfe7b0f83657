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

    public static Plan For(WorkloadSecurityWanted wanted, WorkloadSecurityState state)
    {
        var replaced = ReplacedExternalIds(wanted, state);
        return FindConflict(wanted, state, replaced) is { } conflict
            ? new Plan([]) { Conflict = conflict }
            : new Plan(
            [
                .. RoleSteps(wanted, state, replaced),
                .. ConnectorSteps(wanted, state, replaced),
                .. replaced is [] ? [] : (Step[])[new UpdateTrust(wanted.Role.Name, wanted.Trust)],
            ]);
    }

    /// <summary>
    /// The IDs that a connector may still use with this role. A connector can have an ID of its own, which no response
    /// shows. It changes to the tenant's ID when it is modified; until then the account is watched with the old one.
    /// </summary>
    private static IReadOnlyList<string> ReplacedExternalIds(WorkloadSecurityWanted wanted, WorkloadSecurityState state) =>
        state.Role is { Trust: { } trust } role
        && !wanted.Trust.Equals(trust)
        && state.Connectors.Any(connector => connector.CrossAccountRoleArn == role.Arn)
            ? [.. TrustedExternalIds.Of(trust).Where(id => id != wanted.ExternalId).Take(MaximumReplacedIds)]
            : [];

    /// <summary>
    /// A role of another owner with another policy must not be opened to the vendor, who would get that policy too.
    /// </summary>
    private static WorkloadSecurityException? FindConflict(
        WorkloadSecurityWanted wanted, WorkloadSecurityState state, IReadOnlyList<string> replaced)
    {
        if (state.Role is not { } role || FirstTrust(wanted, replaced).Equals(role.Trust))
            return null;

        var predecessors = wanted.Role.PredecessorsPolicyIn(wanted.Account.Id);
        var foreign = role.AttachedPolicyArns.FirstOrDefault(arn => arn != predecessors);
        var isUsedByConnector = state.Connectors.Any(connector => connector.CrossAccountRoleArn == role.Arn);
        return foreign is null || ConnectorRole.IsOurs(role) || isUsedByConnector
            ? null
            : WorkloadSecurityFailure.ForeignRole(role.Arn, foreign);
    }

    private static PolicyDocument FirstTrust(WorkloadSecurityWanted wanted, IReadOnlyList<string> replaced) =>
        wanted.Role.Trust([wanted.ExternalId, .. replaced]);

    private static IEnumerable<WorkloadSecurityStep> RoleSteps(
        WorkloadSecurityWanted wanted, WorkloadSecurityState state, IReadOnlyList<string> replaced)
    {
        var name = wanted.Role.Name;
        var trust = FirstTrust(wanted, replaced);
        if (state.Role is null)
            yield return new CreateRole(wanted.Role.New(trust, state.Connectors.Count));
        else if (!trust.Equals(state.Role.Trust))
            yield return new UpdateTrust(name, trust);

        if (!ConnectorRole.Policy.Equals(state.Role?.InlinePolicy))
            yield return new PutRolePolicy(name, ConnectorRole.PolicyName, ConnectorRole.Policy);

        var predecessors = wanted.Role.PredecessorsPolicyIn(wanted.Account.Id);
        if (state.Role?.AttachedPolicyArns.Contains(predecessors, StringComparer.Ordinal) == true)
            yield return new DetachRolePolicy(name, predecessors);
    }

    private static IEnumerable<WorkloadSecurityStep> ConnectorSteps(
        WorkloadSecurityWanted wanted, WorkloadSecurityState state, IReadOnlyList<string> replaced)
    {
        var hadNoneBefore = state.Role is not null && ConnectorRole.HadNoConnectorBefore(state.Role);
        if (wanted.IsRecordKept && !state.IsRecorded && (state.Connectors is [] || hadNoneBefore))
            yield return new RecordNoConnector(wanted.Account.Id);

        var arn = state.Role?.Arn ?? wanted.Role.ArnIn(wanted.Account.Id);
        if (state.Connectors is [])
        {
            // A role that we did not create does not state yet which connectors are ours. Without the tag, a run that
            // stops after registering would leave a duplicate that must not be removed.
            if (state.Role is not null && !hadNoneBefore)
                yield return new TagRole(wanted.Role.Name, ConnectorRole.NoConnectorBefore);

            yield return new RegisterConnector(
                new ConnectorFields(ConnectorName.Of(wanted.Account), arn, wanted.WorkspacesEnabled));
            yield break;
        }

        // A connector on our role is kept. If there is none, the oldest one is changed to our role; it keeps its name.
        var kept = state.Connectors.FirstOrDefault(connector => connector.CrossAccountRoleArn == arn) ?? state.Connectors[0];
        if (kept.CrossAccountRoleArn != arn || replaced.Count > 0 || (wanted.WorkspacesEnabled && !kept.WorkspacesEnabled))
            yield return new ModifyConnector(kept.Id, new ConnectorFields(null, arn, wanted.WorkspacesEnabled));

        // The tag proves ownership of connectors on this role only.
        if (kept.CrossAccountRoleArn != arn || !hadNoneBefore)
            yield break;

        foreach (var twin in Twins(state.Connectors, kept, wanted.Account.Id))
            yield return new RemoveTwinConnector(twin.Id);
    }

    /// <summary>Duplicates of the kept connector: same role, our display name. Two runs at once can leave them.</summary>
    public static IEnumerable<Connector> Twins(IEnumerable<Connector> connectors, Connector kept, AccountId account) =>
        connectors.Where(connector =>
            connector.Id != kept.Id
            && connector.CrossAccountRoleArn == kept.CrossAccountRoleArn
            && ConnectorName.IsOurs(kept.DisplayName, account)
            && ConnectorName.IsOurs(connector.DisplayName, account));
}
