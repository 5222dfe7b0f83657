using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Role;
using static ControlTowerLifecycle.WorkloadSecurity.WorkloadSecurityOffboardingStep;

namespace ControlTowerLifecycle.WorkloadSecurity;

/// <summary>What there is of an account that left.</summary>
/// <param name="IsEntered">Whether the account could be entered; where not, nothing is known of the role.</param>
/// <param name="Role">Its connector role.</param>
/// <param name="Connectors">The vendor's connectors for it, lowest id first.</param>
internal sealed record OffboardingState(bool IsEntered, RoleState? Role, IReadOnlyList<Connector> Connectors)
{
    /// <summary>Whether it is on record that the account had no connector before ours.</summary>
    public bool IsRecorded { get; init; }
}

/// <summary>
/// What is removed of an account that left, as a pure function: the vendor stops watching before the role goes.
/// <list type="table">
/// <item><term>a connector under our name on our role, where the role or the record proves that it is
/// ours</term><description>remove it, then forget the record</description></item>
/// <item><term>any other connector</term><description>it stays, and so does the role where it is on it</description></item>
/// <item><term>a role with our tag that no connector is left on</term><description>detach the predecessor's policy, delete
/// ours, delete the role; any other policy on it makes IAM refuse</description></item>
/// <item><term>any other role</term><description>it stays</description></item>
/// </list>
/// </summary>
internal static class WorkloadSecurityOffboardingPlan
{
    public static Removal For(AccountId account, ConnectorRole role, OffboardingState observed)
    {
        var arn = observed.Role?.Arn ?? role.ArnIn(account);
        var isProven = observed.IsRecorded
            || (observed.Role is not null && ConnectorRole.HadNoConnectorBefore(observed.Role));
        var byOurs = observed.Connectors.ToLookup(one =>
            isProven && one.CrossAccountRoleArn == arn && ConnectorName.IsOurs(one.DisplayName, account));
        var kept = byOurs[false].ToList();
        var whyRoleStays = WhyRoleStays(observed, kept.Find(one => one.CrossAccountRoleArn == arn));
        return new Removal(
            [
                .. byOurs[true].Select(one => new RemoveConnector(one.Id)),
                .. observed.IsRecorded ? (Step[])[new ForgetConnector(account)] : [],
                .. whyRoleStays is null ? RoleSteps(account, role, observed.Role) : [],
            ],
            [
                .. kept.Select(one => $"connector {one.Id} stays, it is not proven to have been made here"),
                .. whyRoleStays is null ? (string[])[] : [whyRoleStays],
            ]);
    }

    private static string? WhyRoleStays(OffboardingState observed, Connector? user) => observed switch
    {
        { IsEntered: false } => "the account cannot be entered, so what is in it stays",
        { Role: null } => null,
        { Role: var found } when !ConnectorRole.IsOurs(found) => $"role {found.Arn} stays, it was not made here",
        { Role: var found } when user is not null => $"role {found.Arn} stays, connector {user.Id} uses it",
        _ => null,
    };

    private static IEnumerable<WorkloadSecurityOffboardingStep> RoleSteps(
        AccountId account, ConnectorRole role, RoleState? found)
    {
        if (found is null)
            yield break;

        var predecessors = role.PredecessorsPolicyIn(account);
        if (found.AttachedPolicyArns.Contains(predecessors, StringComparer.Ordinal))
            yield return new DetachRolePolicy(role.Name, predecessors);

        if (found.InlinePolicy is not null)
            yield return new DeleteRolePolicy(role.Name, ConnectorRole.PolicyName);

        yield return new DeleteRole(role.Name);
    }
}
