using System.Diagnostics;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.WorkloadSecurity;

/// <summary>An account that left as Workload Security and its own IAM show it, and the hands that remove.</summary>
internal sealed class WorkloadSecurityOffboardingApplier(
    AccountId account,
    IMemberAccount member,
    ConnectorRole role,
    OffboardingState observed,
    WorkloadSecurityClient client,
    IRegistrationRecord? record) : IObservedDeparture
{
    public Removal Plan() => WorkloadSecurityOffboardingPlan.For(account, role, observed);

    public Task ApplyAsync(Step step, CancellationToken cancellationToken) => step switch
    {
        WorkloadSecurityOffboardingStep.RemoveConnector remove => client.RemoveAsync(remove.Id, cancellationToken),
        WorkloadSecurityOffboardingStep.ForgetConnector => record!.ForgetAsync(account, cancellationToken),
        WorkloadSecurityOffboardingStep.DetachRolePolicy detach =>
            member.DetachRolePolicyAsync(detach.RoleName, detach.PolicyArn, cancellationToken),
        WorkloadSecurityOffboardingStep.DeleteRolePolicy delete =>
            member.DeleteRolePolicyAsync(delete.RoleName, delete.PolicyName, cancellationToken),
        WorkloadSecurityOffboardingStep.DeleteRole delete => member.DeleteRoleAsync(delete.RoleName, cancellationToken),
        _ => throw new UnreachableException(),
    };
}
