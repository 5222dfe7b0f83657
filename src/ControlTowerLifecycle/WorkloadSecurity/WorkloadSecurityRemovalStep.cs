using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.WorkloadSecurity;

/// <summary>What can be there of an account that left. Closed.</summary>
internal abstract record WorkloadSecurityRemovalStep : OnboardingStep
{
    private WorkloadSecurityRemovalStep(string verb, string target)
        : base(verb, target)
    {
    }

    public sealed record RemoveConnector(int Id) : WorkloadSecurityRemovalStep("remove-connector", $"{Id}");

    public sealed record ForgetConnector(AccountId Account)
        : WorkloadSecurityRemovalStep("forget-connector", Account.Value);

    public sealed record DetachRolePolicy(string RoleName, string PolicyArn)
        : WorkloadSecurityRemovalStep("detach-role-policy", PolicyArn);

    public sealed record DeleteRolePolicy(string RoleName, string PolicyName)
        : WorkloadSecurityRemovalStep("delete-role-policy", $"{RoleName}/{PolicyName}");

    public sealed record DeleteRole(string RoleName) : WorkloadSecurityRemovalStep("delete-role", RoleName);
}
