using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;
using static ControlTowerLifecycle.WorkloadSecurity.WorkloadSecurityStep;

namespace ControlTowerLifecycle.WorkloadSecurity;

/// <summary>What one account should have.</summary>
internal sealed record WorkloadSecurityWanted(
    ManagedAccount Account, ConnectorRole Role, PolicyDocument Trust, bool WorkspacesEnabled);

/// <summary>What one account has: its connector role, and the vendor's connectors for it, lowest id first.</summary>
internal sealed record WorkloadSecurityObserved(ObservedRole? Role, IReadOnlyList<Connector> Connectors);

/// <summary>
/// From what is there to what is wanted, as a pure function.
/// <list type="table">
/// <item><term>no role</term><description>create it with trust and tags, put the policy</description></item>
/// <item><term>the trust differs</term><description>update the trust</description></item>
/// <item><term>the inline policy is absent or differs</term><description>put the policy</description></item>
/// <item><term>the predecessor's managed policy is attached</term><description>detach it, after ours is in
/// place</description></item>
/// <item><term>no connector</term><description>register</description></item>
/// <item><term>a connector with another role, or without WorkSpaces where they are
/// wanted</term><description>modify</description></item>
/// <item><term>twins that are provably ours</term><description>remove all but the lowest id</description></item>
/// <item><term>the same</term><description>nothing</description></item>
/// </list>
/// </summary>
internal static class WorkloadSecurityPlan
{
    public static IReadOnlyList<OnboardingStep> For(WorkloadSecurityWanted wanted, WorkloadSecurityObserved observed) =>
        [.. RoleSteps(wanted, observed), .. ConnectorSteps(wanted, observed)];

    private static IEnumerable<WorkloadSecurityStep> RoleSteps(
        WorkloadSecurityWanted wanted, WorkloadSecurityObserved observed)
    {
        var name = wanted.Role.Name;
        if (observed.Role is null)
            yield return new CreateRole(wanted.Role.New(wanted.Trust, observed.Connectors.Count));
        else if (!wanted.Trust.Equals(observed.Role.Trust))
            yield return new UpdateTrust(name, wanted.Trust);

        if (!ConnectorRole.Policy.Equals(observed.Role?.InlinePolicy))
            yield return new PutRolePolicy(name, ConnectorRole.PolicyName, ConnectorRole.Policy);

        var predecessors = wanted.Role.PredecessorsPolicyIn(wanted.Account.Id);
        if (observed.Role?.AttachedPolicyArns.Contains(predecessors, StringComparer.Ordinal) == true)
            yield return new DetachRolePolicy(name, predecessors);
    }

    private static IEnumerable<WorkloadSecurityStep> ConnectorSteps(
        WorkloadSecurityWanted wanted, WorkloadSecurityObserved observed)
    {
        var arn = observed.Role?.Arn ?? wanted.Role.ArnIn(wanted.Account.Id);
        if (observed.Connectors.Count == 0)
        {
            yield return new RegisterConnector(
                new ConnectorFields(ConnectorName.Of(wanted.Account), arn, wanted.WorkspacesEnabled));
            yield break;
        }

        // One on our role is ours to keep. Where there is none, the oldest is turned to it; its name is left to whoever
        // gave it.
        var kept = observed.Connectors.FirstOrDefault(one => one.CrossAccountRoleArn == arn) ?? observed.Connectors[0];
        if (kept.CrossAccountRoleArn != arn || (wanted.WorkspacesEnabled && !kept.WorkspacesEnabled))
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
