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
}

/// <summary>What one account has: its connector role, and the vendor's connectors for it, lowest id first.</summary>
internal sealed record WorkloadSecurityState(RoleState? Role, IReadOnlyList<Connector> Connectors);

/// <summary>
/// From what is there to what is wanted, as a pure function.
/// <list type="table">
/// <item><term>no role</term><description>create it with trust and tags, put the policy</description></item>
/// <item><term>the trust differs</term><description>update the trust</description></item>
/// <item><term>it differs on a role that is neither ours nor a connector's, with another policy attached</term>
/// <description>a person decides: the vendor would get what that policy allows</description></item>
/// <item><term>it differs in the external ID, and a connector uses the role</term><description>let both IDs in, modify the
/// connector so that it takes the tenant's, then drop the old one</description></item>
/// <item><term>the inline policy is absent or differs</term><description>put the policy</description></item>
/// <item><term>the predecessor's managed policy is attached</term><description>detach it, after ours is in
/// place</description></item>
/// <item><term>no connector</term><description>register; before that, have a role that was not made here say
/// so</description></item>
/// <item><term>a connector with another role, or without WorkSpaces where they are
/// wanted</term><description>modify</description></item>
/// <item><term>twins that are provably ours</term><description>remove all but the lowest id</description></item>
/// <item><term>the same</term><description>nothing</description></item>
/// </list>
/// </summary>
internal static class WorkloadSecurityPlan
{
    /// <summary>More external IDs than anybody uses at once; a trust policy has 2,048 characters.</summary>
    private const int MostReplaced = 4;

    public static IReadOnlyList<Step> For(WorkloadSecurityWanted wanted, WorkloadSecurityState observed)
    {
        var replaced = ReplacedExternalIds(wanted, observed);
        return
        [
            .. RoleSteps(wanted, observed, replaced),
            .. ConnectorSteps(wanted, observed, replaced),
            .. replaced is [] ? [] : (Step[])[new UpdateTrust(wanted.Role.Name, wanted.Trust)],
        ];
    }

    /// <summary>
    /// The IDs by which a connector may still come in through this role. A connector can have an ID of its own, which no answer
    /// shows; it takes the tenant's when it is modified, and until then the account is watched by the old one.
    /// </summary>
    private static IReadOnlyList<string> ReplacedExternalIds(
        WorkloadSecurityWanted wanted, WorkloadSecurityState observed) =>
        observed.Role is { Trust: { } trust } role
        && !wanted.Trust.Equals(trust)
        && observed.Connectors.Any(one => one.CrossAccountRoleArn == role.Arn)
            ? [.. TrustedExternalIds.Of(trust).Where(id => id != wanted.ExternalId).Take(MostReplaced)]
            : [];

    private static IEnumerable<WorkloadSecurityStep> RoleSteps(
        WorkloadSecurityWanted wanted, WorkloadSecurityState observed, IReadOnlyList<string> replaced)
    {
        var name = wanted.Role.Name;
        var first = wanted.Role.Trust([wanted.ExternalId, .. replaced]);
        if (observed.Role is null)
            yield return new CreateRole(wanted.Role.New(first, observed.Connectors.Count));
        else if (!first.Equals(observed.Role.Trust))
            yield return new UpdateTrust(MayBeGiven(wanted, observed.Role, observed.Connectors), first);

        if (!ConnectorRole.Policy.Equals(observed.Role?.InlinePolicy))
            yield return new PutRolePolicy(name, ConnectorRole.PolicyName, ConnectorRole.Policy);

        var predecessors = wanted.Role.PredecessorsPolicyIn(wanted.Account.Id);
        if (observed.Role?.AttachedPolicyArns.Contains(predecessors, StringComparer.Ordinal) == true)
            yield return new DetachRolePolicy(name, predecessors);
    }

    /// <returns>The role's name.</returns>
    /// <exception cref="WorkloadSecurityException">The role is somebody else's, and powerful.</exception>
    private static string MayBeGiven(
        WorkloadSecurityWanted wanted, RoleState role, IReadOnlyList<Connector> connectors)
    {
        var predecessors = wanted.Role.PredecessorsPolicyIn(wanted.Account.Id);
        var foreign = role.AttachedPolicyArns.FirstOrDefault(arn => arn != predecessors);
        var isConnectors = ConnectorRole.IsOurs(role) || connectors.Any(one => one.CrossAccountRoleArn == role.Arn);
        return foreign is null || isConnectors
            ? wanted.Role.Name
            : throw WorkloadSecurityFailure.ForeignRole(role.Arn, foreign);
    }

    private static IEnumerable<WorkloadSecurityStep> ConnectorSteps(
        WorkloadSecurityWanted wanted, WorkloadSecurityState observed, IReadOnlyList<string> replaced)
    {
        var arn = observed.Role?.Arn ?? wanted.Role.ArnIn(wanted.Account.Id);
        if (observed.Connectors.Count == 0)
        {
            // A role that we did not make says nothing yet of what is ours; a run that dies after registering would leave
            // a twin that nobody may remove.
            if (observed.Role is not null && !ConnectorRole.HadNoConnectorBefore(observed.Role))
                yield return new TagRole(wanted.Role.Name, ConnectorRole.NoConnectorBefore);

            yield return new RegisterConnector(
                new ConnectorFields(ConnectorName.Of(wanted.Account), arn, wanted.WorkspacesEnabled));
            yield break;
        }

        // One on our role is ours to keep. Where there is none, the oldest is turned to it; its name is left to whoever
        // gave it.
        var kept = observed.Connectors.FirstOrDefault(one => one.CrossAccountRoleArn == arn) ?? observed.Connectors[0];
        if (kept.CrossAccountRoleArn != arn || replaced.Count > 0 || (wanted.WorkspacesEnabled && !kept.WorkspacesEnabled))
            yield return new ModifyConnector(kept.Id, new ConnectorFields(null, arn, wanted.WorkspacesEnabled));

        // The proof is about connectors on this role; on another one they are not ours to judge.
        if (kept.CrossAccountRoleArn != arn || observed.Role is null || !ConnectorRole.HadNoConnectorBefore(observed.Role))
            yield break;

        foreach (var twin in Twins(observed.Connectors, kept, wanted.Account.Id))
            yield return new RemoveTwinConnector(twin.Id);
    }

    /// <summary>
    /// The connectors that do the same as the kept one, under the same name: what two runs at once leave behind.
    /// </summary>
    public static IEnumerable<Connector> Twins(IEnumerable<Connector> connectors, Connector kept, AccountId account) =>
        connectors.Where(one =>
            one.Id != kept.Id
            && one.CrossAccountRoleArn == kept.CrossAccountRoleArn
            && ConnectorName.IsOurs(kept.DisplayName, account)
            && ConnectorName.IsOurs(one.DisplayName, account));
}
