using System.Diagnostics;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.WorkloadSecurity;

/// <summary>An account that left as Workload Security and its own IAM show it, and the hands that remove.</summary>
internal sealed class ObservedWorkloadSecurityDeparture(
    AccountId account,
    IMemberAccount member,
    ConnectorRole role,
    DepartureObserved observed,
    WorkloadSecurityClient client,
    IRegistrationRecord? record) : IObservedDeparture
{
    public Removal Plan() => WorkloadSecurityDeparturePlan.For(account, role, observed);

    public Task ApplyAsync(OnboardingStep step, CancellationToken cancellationToken) => step switch
    {
        WorkloadSecurityRemovalStep.RemoveConnector remove => client.RemoveAsync(remove.Id, cancellationToken),
        WorkloadSecurityRemovalStep.ForgetConnector => record!.ForgetAsync(account, cancellationToken),
        WorkloadSecurityRemovalStep.DetachRolePolicy detach =>
            member.DetachRolePolicyAsync(detach.RoleName, detach.PolicyArn, cancellationToken),
        WorkloadSecurityRemovalStep.DeleteRolePolicy delete =>
            member.DeleteRolePolicyAsync(delete.RoleName, delete.PolicyName, cancellationToken),
        WorkloadSecurityRemovalStep.DeleteRole delete => member.DeleteRoleAsync(delete.RoleName, cancellationToken),
        _ => throw new UnreachableException(),
    };
}
