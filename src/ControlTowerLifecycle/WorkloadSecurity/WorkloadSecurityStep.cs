using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;

namespace ControlTowerLifecycle.WorkloadSecurity;

/// <summary>Everything that a plan of Workload Security can contain, or that applying it can add. Closed.</summary>
internal abstract record WorkloadSecurityStep : Step
{
    private WorkloadSecurityStep(string verb, string target)
        : base(WorkloadSecurityProtection.ProtectionName, verb, target)
    {
    }

    public sealed record CreateRole(NewRole Role) : WorkloadSecurityStep("create-role", Role.Name);

    public sealed record TagRole(string RoleName, IReadOnlyDictionary<string, string> Tags)
        : WorkloadSecurityStep("tag-role", RoleName);

    public sealed record PutRoleBoundary(string RoleName, string PolicyArn)
        : WorkloadSecurityStep("put-role-boundary", $"{RoleName} {PolicyArn}");

    public sealed record UpdateTrust(string RoleName, PolicyDocument Trust)
        : WorkloadSecurityStep("update-trust", RoleName);

    public sealed record PutRolePolicy(string RoleName, string PolicyName, PolicyDocument Policy)
        : WorkloadSecurityStep("put-role-policy", $"{RoleName}/{PolicyName}");

    public sealed record DetachRolePolicy(string RoleName, string PolicyArn)
        : WorkloadSecurityStep("detach-role-policy", PolicyArn);

    /// <summary>Puts on record that the account has no connector before ours.</summary>
    public sealed record RecordNoConnector(AccountId Account)
        : WorkloadSecurityStep("record-no-connector", Account.Value);

    public sealed record RegisterConnector(ConnectorFields Fields)
        : WorkloadSecurityStep("register-connector", Fields.CrossAccountRoleArn)
    {
        public override bool BringsProtection => true;
    }

    /// <summary>Added while registering: another run or team had registered the account by then.</summary>
    public sealed record AdoptConnector(int Id) : WorkloadSecurityStep("adopt-connector", $"{Id}")
    {
        public override bool BringsProtection => true;
    }

    public sealed record ModifyConnector(int Id, ConnectorFields Fields)
        : WorkloadSecurityStep("modify-connector", $"{Id}");

    public sealed record RemoveTwinConnector(int Id) : WorkloadSecurityStep("remove-twin-connector", $"{Id}");

    /// <summary>Offboarding.</summary>
    public sealed record RemoveConnector(int Id) : WorkloadSecurityStep("remove-connector", $"{Id}");

    /// <summary>Offboarding: removes the account from the record, because a later connector is not ours.</summary>
    public sealed record ForgetConnector(AccountId Account) : WorkloadSecurityStep("forget-connector", Account.Value);

    /// <summary>Offboarding.</summary>
    public sealed record DeleteRolePolicy(string RoleName, string PolicyName)
        : WorkloadSecurityStep("delete-role-policy", $"{RoleName}/{PolicyName}");

    /// <summary>Offboarding.</summary>
    public sealed record DeleteRole(string RoleName) : WorkloadSecurityStep("delete-role", RoleName);
}
