using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;

namespace ControlTowerLifecycle.WorkloadSecurity;

/// <summary>What can be missing for an account to be watched by Workload Security. Closed.</summary>
internal abstract record WorkloadSecurityStep : Step
{
    private WorkloadSecurityStep(string verb, string target)
        : base(verb, target)
    {
    }

    public sealed record CreateRole(NewRole Role) : WorkloadSecurityStep("create-role", Role.Name);

    public sealed record TagRole(string RoleName, IReadOnlyDictionary<string, string> Tags)
        : WorkloadSecurityStep("tag-role", RoleName);

    public sealed record UpdateTrust(string RoleName, PolicyDocument Trust)
        : WorkloadSecurityStep("update-trust", RoleName);

    public sealed record PutRolePolicy(string RoleName, string PolicyName, PolicyDocument Policy)
        : WorkloadSecurityStep("put-role-policy", $"{RoleName}/{PolicyName}");

    public sealed record DetachRolePolicy(string RoleName, string PolicyArn)
        : WorkloadSecurityStep("detach-role-policy", PolicyArn);

    public sealed record RegisterConnector(ConnectorFields Fields)
        : WorkloadSecurityStep("register-connector", Fields.CrossAccountRoleArn);

    public sealed record ModifyConnector(int Id, ConnectorFields Fields)
        : WorkloadSecurityStep("modify-connector", $"{Id}");

    public sealed record RemoveTwinConnector(int Id) : WorkloadSecurityStep("remove-twin-connector", $"{Id}");
}
