using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.CloudAccounts.Connections;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.CloudAccounts;

/// <summary>Everything that a plan of Cloud Accounts can contain, or that applying it can add. Closed.</summary>
internal abstract record CloudAccountsStep : Step
{
    private CloudAccountsStep(string verb, string target)
        : base(CloudAccountsProtection.ProtectionName, verb, target)
    {
    }

    public sealed record CreateProvider(NewIdentityProvider Provider)
        : CloudAccountsStep("create-oidc-provider", Provider.Arn)
    {
        public override string Group => Preparation;
    }

    public sealed record AddAudience(string ProviderArn, string Audience)
        : CloudAccountsStep("add-oidc-audience", ProviderArn);

    public sealed record ReplaceThumbprints(string ProviderArn, IReadOnlyList<string> Thumbprints)
        : CloudAccountsStep("update-oidc-thumbprints", ProviderArn);

    public sealed record CreatePolicy(NewManagedPolicy Policy) : CloudAccountsStep("create-policy", Policy.Arn)
    {
        public override string Group => Preparation;
    }

    /// <summary>Makes room for another version: the oldest one that does not apply.</summary>
    public sealed record DeletePolicyVersion(string PolicyArn, string VersionId)
        : CloudAccountsStep("delete-policy-version", $"{PolicyArn} {VersionId}");

    public sealed record AddPolicyVersion(string PolicyArn, PolicyDocument Document)
        : CloudAccountsStep("update-policy", PolicyArn)
    {
        public override string Group => Preparation;
    }

    public sealed record CreateRole(NewRole Role) : CloudAccountsStep("create-role", Role.Name);

    public sealed record UpdateTrust(string RoleName, PolicyDocument Trust)
        : CloudAccountsStep("update-trust", RoleName);

    public sealed record TagRole(string RoleName, IReadOnlyDictionary<string, string> Tags)
        : CloudAccountsStep("tag-role", RoleName);

    public sealed record AttachPolicy(string RoleName, string PolicyArn)
        : CloudAccountsStep("attach-role-policy", PolicyArn)
    {
        public override string Group => "attach";
    }

    public sealed record PutRolePolicy(string RoleName, string PolicyName, PolicyDocument Policy)
        : CloudAccountsStep("put-role-policy", $"{RoleName}/{PolicyName}");

    public sealed record DeleteRolePolicy(string RoleName, string PolicyName)
        : CloudAccountsStep("delete-role-policy", $"{RoleName}/{PolicyName}");

    /// <summary>Puts on record that the account has no connection before ours.</summary>
    public sealed record RecordNoConnection(AccountId Account)
        : CloudAccountsStep("record-no-connection", Account.Value);

    public sealed record ConnectAccount(AccountId Account, ConnectionFields Fields)
        : CloudAccountsStep("connect-account", Account.Value)
    {
        public override bool BringsProtection => true;
    }

    /// <summary>Added while connecting: another run had connected the account by then.</summary>
    public sealed record AdoptConnection(AccountId Account) : CloudAccountsStep("adopt-connection", Account.Value)
    {
        public override bool BringsProtection => true;
    }

    /// <summary>Sets our role on a connection that another owner made, or that has no role.</summary>
    public sealed record ModifyConnection(AccountId Account, string RoleArn, string? ETag)
        : CloudAccountsStep("modify-connection", Account.Value);

    /// <summary>Added while connecting: the vendor entered the account.</summary>
    public sealed record ConnectionManaged(AccountId Account) : CloudAccountsStep("connection-managed", Account.Value);

    /// <summary>
    /// Added while connecting: connected, but the vendor has not reported the account as managed yet. The next reconcile
    /// looks again.
    /// </summary>
    public sealed record ConnectionNotVerified(AccountId Account, string State)
        : CloudAccountsStep("connection-not-verified", $"{Account} {State}");

    /// <summary>Offboarding.</summary>
    public sealed record RemoveConnection(AccountId Account) : CloudAccountsStep("remove-connection", Account.Value);

    /// <summary>Offboarding: removes the account from the record, because a later connection is not ours.</summary>
    public sealed record ForgetConnection(AccountId Account) : CloudAccountsStep("forget-connection", Account.Value);

    private const string Preparation = "prepare";
}
