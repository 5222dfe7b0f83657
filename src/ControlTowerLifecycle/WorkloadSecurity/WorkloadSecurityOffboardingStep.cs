using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.WorkloadSecurity;

/// <summary>What can be there of an account that left. Closed.</summary>
internal abstract record WorkloadSecurityOffboardingStep : Step
{
    private WorkloadSecurityOffboardingStep(string verb, string target)
        : base(verb, target)
    {
    }

    public sealed record RemoveConnector(int Id) : WorkloadSecurityOffboardingStep("remove-connector", $"{Id}");

    public sealed record ForgetConnector(AccountId Account)
        : WorkloadSecurityOffboardingStep("forget-connector", Account.Value);

    public sealed record DetachRolePolicy(string RoleName, string PolicyArn)
        : WorkloadSecurityOffboardingStep("detach-role-policy", PolicyArn);

    public sealed record DeleteRolePolicy(string RoleName, string PolicyName)
        : WorkloadSecurityOffboardingStep("delete-role-policy", $"{RoleName}/{PolicyName}");

    public sealed record DeleteRole(string RoleName) : WorkloadSecurityOffboardingStep("delete-role", RoleName);
}
