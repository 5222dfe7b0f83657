using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Role;
using static ControlTowerLifecycle.WorkloadSecurity.WorkloadSecurityStep;

namespace ControlTowerLifecycle.WorkloadSecurity;

/// <summary>
/// The steps that remove what this program made for an account that left, as a pure function. A connector is removed only
/// if the role's tag or the record proves that it is ours. The role goes last, and only if it has our tag and no connector
/// uses it; if another team attached a policy to it, IAM refuses the deletion.
/// </summary>
internal static class WorkloadSecurityOffboardingPlan
{
    public static Plan For(AccountId account, ConnectorRole role, WorkloadSecurityState state)
    {
        // A role of the same name under a path is not ours, whatever its tags are.
        var arn = role.ArnIn(account);
        var isProven = state.IsRecorded
            || (state.Role is { } existing && existing.Arn == arn && ConnectorRole.HadNoConnectorBefore(existing));
        var byOwnership = state.Connectors.ToLookup(connector =>
            isProven && connector.CrossAccountRoleArn == arn && ConnectorName.IsOurs(connector.DisplayName, account));
        var kept = byOwnership[false].ToList();
        var whyRoleStays = WhyRoleStays(state, arn, kept.Find(connector => connector.CrossAccountRoleArn == arn));
        return new Plan(
        [
            .. byOwnership[true].Select(connector => new RemoveConnector(connector.Id)),
            .. state.IsRecorded ? (Step[])[new ForgetConnector(account)] : [],
            .. whyRoleStays is null ? RoleSteps(account, role, state.Role) : [],
        ])
        {
            Kept =
            [
                .. kept.Select(connector => $"connector {connector.Id} stays: it is not proven to be ours"),
                .. whyRoleStays is null ? (string[])[] : [whyRoleStays],
            ],
        };
    }

    private static string? WhyRoleStays(WorkloadSecurityState state, string expectedArn, Connector? user) => state switch
    {
        { IsEntered: false } => "what is in the account stays: the account cannot be entered",
        { Role: null } => null,
        { Role: var found } when !ConnectorRole.IsOurs(found) || found.Arn != expectedArn =>
            $"role {found.Arn} stays: this program did not create it",
        { Role: var found } when user is not null => $"role {found.Arn} stays: connector {user.Id} uses it",
        _ => null,
    };

    private static IEnumerable<WorkloadSecurityStep> RoleSteps(AccountId account, ConnectorRole role, RoleState? found)
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
