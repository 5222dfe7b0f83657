using Amazon.CDK;
using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.Cdk;

/// <summary>
/// The parameters of the main stack, in the order of the console's page. They have the meanings and defaults of the
/// functions' settings (docs/deploy.md, "Settings"). Patterns refuse at once what the functions would refuse at start, and
/// what is easily pasted by mistake.
/// </summary>
internal sealed class LifecycleParameters
{
    public LifecycleParameters(Stack stack, bool isLaunchTemplate, IReadOnlyList<string> architectures)
    {
        var console = new ConsoleParameters(stack).Group("Function package");
        Artifact = isLaunchTemplate ? new ArtifactParameters(console) : null;
        Architecture = console.Choice(
            "Architecture", "Processor architecture",
            "Processors that the functions run on. arm64 (Graviton) costs less in most regions.",
            architectures[0], [.. architectures]);
        Protections = new ChoiceOfProtections(console);
        Protection = new ProtectionParameters(console);
        CloudAccounts = new CloudAccountsParameters(console);
        Scope = new ScopeParameters(console);
        Roles = new RoleParameters(console);
        Operation = new OperationParameters(console);
        SupportCase = new SupportCaseParameters(console);
        console.AddMetadata();
    }

    /// <summary>Null if the CDK uploads the package.</summary>
    public ArtifactParameters? Artifact { get; }

    public CfnParameter Architecture { get; }

    public ChoiceOfProtections Protections { get; }

    public ProtectionParameters Protection { get; }

    public CloudAccountsParameters CloudAccounts { get; }

    public ScopeParameters Scope { get; }

    public RoleParameters Roles { get; }

    public OperationParameters Operation { get; }

    public SupportCaseParameters SupportCase { get; }
}

/// <summary>Where the functions' package is.</summary>
internal sealed class ArtifactParameters(ConsoleParameters console)
{
    /// <summary>
    /// Labels joined by dots, and not an IP address
    /// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html).
    /// </summary>
    public CfnParameter Bucket { get; } = console.Text(
        "ArtifactBucket", "Package bucket", "Name of the S3 bucket in this region that contains the package.", null,
        @"(?=.{3,63}$)(?!\d+(\.\d+){3}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*",
        "Enter the bucket's name only: 3 to 63 lowercase letters, digits, hyphens and dots; no s3://, path or ARN.");

    public CfnParameter Prefix { get; } = console.Text(
        "ArtifactPrefix", "Package folder",
        "Prefix of the package's object key, ending in '/'. Leave empty if the package is at the top of the bucket.",
        "",
        @"([\w!.*'()-]+/)*",
        "Enter a prefix such as control-tower-lifecycle/, ending in '/' and not starting with one, or leave empty.");
}

/// <summary>Which products watch the accounts.</summary>
internal sealed class ChoiceOfProtections(ConsoleParameters console)
{
    public const string WorkloadSecurity = "workload-security";
    public const string CloudAccounts = "cloud-accounts";

    public CfnParameter Chosen { get; } = console.Group("Protection").Choice(
        "Protections", "Protections",
        "workload-security: a connector of Trend Server & Workload Protection. cloud-accounts: a connection to Trend Vision "
        + "One Cloud Accounts. The parameters of a protection that is not chosen are ignored.",
        WorkloadSecurity, [WorkloadSecurity, CloudAccounts, $"{WorkloadSecurity},{CloudAccounts}"]);
}

/// <summary>The API of Workload Security and how it is called.</summary>
internal sealed class ProtectionParameters(ConsoleParameters console)
{
    /// <summary>A trust policy in GovCloud or China cannot name this account of the commercial partition.</summary>
    public const string SaasVendorAccountId = "147995105371";

    public const string NoRotation = "off";

    /// <summary>The vendor's IDs have 36 characters. Lambda limits the size of all variables together.</summary>
    private const int MaximumIdLength = 190;

    private const string Label = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?";

    /// <summary>1 to 65535.</summary>
    private const string Port =
        @"[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5]";

    public CfnParameter ApiKey { get; } = console.Group("Trend Server & Workload Protection").Secret(
        "WorkloadSecurityApiKey", "API key",
        "API key that may change AWS connectors. The stack stores it in Secrets Manager. Leave empty if you use an "
        + "existing secret.");

    public CfnParameter SecretArn { get; } = console.SecretArn("WorkloadSecuritySecretArn", 300);

    public CfnParameter SecretKeyArn { get; } = console.SecretKeyArn("WorkloadSecuritySecretKeyArn");

    public CfnParameter Endpoint { get; } = console.Text(
        "WorkloadSecurityEndpoint", "API host",
        "Host name or https URL of the tenant's region, or of your own manager.", WorkloadSecurityEndpoint.Default,
        $@"(https://)?{Label}(\.{Label})*(:({Port}))?(/[\w./-]*)?",
        "Enter a host name such as workload.us-1.cloudone.trendmicro.com, or an https URL.", 200);

    public CfnParameter KeyStyle { get; } = console.Choice(
        "WorkloadSecurityKeyStyle", "API key style", "HTTP header for the API key. auto detects it.", "auto",
        ["auto", "api-key", "legacy"]);

    public CfnParameter KeyRotationSchedule { get; } = console.Choice(
        "ApiKeyRotationSchedule", "Rotation of the API key",
        "How often Secrets Manager replaces the key. The key must be one of the console of Server & Workload Protection, "
        + "its role must be allowed to manage API keys, and only this stack may use it: rotations delete older keys.",
        NoRotation, [NoRotation, "rate(30 days)", "rate(60 days)", "rate(90 days)"]);

    public CfnParameter VendorAccountId { get; } = console.Text(
        "WorkloadSecurityAccountId", "Vendor's AWS account",
        "AWS account that assumes the connector role. The default is the account of every SaaS region.",
        SaasVendorAccountId, @"\d{12}", "Enter 12 digits.");

    public CfnParameter ExternalId { get; } = console.Text(
        "WorkloadSecurityExternalId", "External ID",
        "Overrides the external ID that the functions read from the tenant. Usually empty.", "",
        $"((?!arn:|https?:)[A-Za-z0-9+=,.@:/_-]{{2,{MaximumIdLength}}})?",
        "Enter an external ID (letters, digits and any of +=,.@:/_-, no ARN or URL), or leave empty.",
        MaximumIdLength);

    public CfnParameter KeepExternalId { get; } = console.Choice(
        "WorkloadSecurityKeepExternalId", "Keep the external ID in the secret",
        "true lets walks write the tenant's external ID beside the key, so that its retrieval can be switched off at the "
        + "vendor. A secret that contains the bare key becomes JSON.",
        "false", ["false", "true"]);

    public CfnParameter CallsPerMinute { get; } = console.WholeNumber(
        "WorkloadSecurityCallsPerMinute", "API calls per minute",
        "Budget of all invocations together; at least 20 for each of MaximumConcurrency + 1 processes.", 400, 60,
        100_000, @"[6-9]\d|[1-9]\d{2,4}|100000");

    public CfnParameter WorkspacesEnabled { get; } = console.Choice(
        "WorkspacesEnabled", "Include Amazon WorkSpaces",
        "true switches it on for every connector; false leaves connectors as they are.", "false", ["false", "true"]);

    public CfnParameter ForeignConnectors { get; } = console.Choice(
        "ForeignConnectors", "Connectors of other owners",
        "keep: an account that another connector protects, for example one of Cloud Accounts, stays as it is. "
        + "take-over: that connector is changed to the connector role.",
        "keep", ["keep", "take-over"]);
}

/// <summary>Which accounts are onboarded.</summary>
internal sealed class ScopeParameters(ConsoleParameters console)
{
    private const string Units = "(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}(, *ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})*)?";
    private const string UnitsConstraint =
        "Enter ids such as ou-ab12-c3d4e5f6, separated by commas, or leave empty.";

    /// <summary>
    /// Lambda allows 4,096 bytes of environment variables. These three lists share what the other variables leave.
    /// </summary>
    private const int MaximumUnitsLength = 430;
    private const int MaximumAccountsLength = 520;

    public CfnParameter IncludedUnits { get; } = console.Group("Accounts").Text(
        "IncludeOrganizationalUnits", "Included organizational units",
        "Comma-separated ids. Nested units are included. Leave empty for all accounts.", "", Units, UnitsConstraint,
        MaximumUnitsLength);

    public CfnParameter ExcludedUnits { get; } = console.Text(
        "ExcludeOrganizationalUnits", "Excluded organizational units",
        "Comma-separated ids. Nested units are excluded too. Exclusion has priority over inclusion.", "", Units,
        UnitsConstraint, MaximumUnitsLength);

    public CfnParameter ExcludedAccounts { get; } = console.Text(
        "ExcludeAccounts", "Excluded accounts", "Comma-separated account ids.", "",
        @"(\d{12}(, *\d{12})*)?", "Enter ids of 12 digits, separated by commas, or leave empty.",
        MaximumAccountsLength);

    public CfnParameter AccountLeft { get; } = console.Choice(
        "AccountLeft", "Accounts that left",
        "keep: protection stays as it is. disconnect: the connector and the role that this stack created are removed, "
        + "also in accounts that Control Tower does not govern.",
        "keep", ["keep", "disconnect"]);

    public CfnParameter DisconnectLimitPercent { get; } = console.WholeNumber(
        "DisconnectLimitPercent", "Disconnects without confirmation",
        "Percent of the governed accounts. A reconcile that would disconnect more than this, and more than three accounts, "
        + "disconnects none and fails until an operator confirms the number.",
        5, 0, 100, @"\d|[1-9]\d|100");
}

/// <summary>The roles that are created and assumed.</summary>
internal sealed class RoleParameters(ConsoleParameters console)
{
    private const int MaximumNameLength = 64;
    private const int MaximumBoundaryLength = 160;
    private const int MaximumTagsLength = 150;
    private const string Name = @"[\w+=,.@-]+";
    private const string NameConstraint = "Enter a role name: letters, digits and any of +=,.@_-.";

    /// <summary>Roles of AWS and Control Tower have more permissions than the vendor may get.</summary>
    private const string NoAwsRole =
        "(?!(?i:OrganizationAccountAccessRole$|AWSControlTower|aws-controltower-|AWSServiceRole|AWSReservedSSO_))";

    public CfnParameter Connector { get; } = console.Group("Roles").Text(
        "ConnectorRoleName", "Connector role", "Name of the cross-account role that is created in every account.",
        "CloudOneWorkloadConnectorRole", NoAwsRole + Name,
        $"{NameConstraint} Roles of AWS and Control Tower are refused, because the vendor assumes this role.",
        MaximumNameLength);

    public CfnParameter PermissionsBoundary { get; } = console.Text(
        "ConnectorRolePermissionsBoundary", "Permissions boundary of the connector role",
        "Name of a managed policy that exists in every account, or an ARN. Leave empty for no boundary.", "",
        @"((arn:aws[a-z-]*:iam::(\d{12}|aws):policy/)?[\w+=,.@/-]+)?",
        "Enter the name or the ARN of a managed policy, or leave empty.", MaximumBoundaryLength);

    public CfnParameter Tags { get; } = console.Text(
        "ConnectorRoleTags", "Tags of the connector role", "Pairs such as CostCenter=42, separated by commas.", "",
        @"([\w .:/+@-]+=[\w .:/+@-]*(, *[\w .:/+@-]+=[\w .:/+@-]*)*)?",
        "Enter pairs such as CostCenter=42, separated by commas, or leave empty.", MaximumTagsLength);

    public CfnParameter Execution { get; } = console.Text(
        "ExecutionRoleName", "Execution role",
        "Name of the role that the functions assume in member accounts. Control Tower creates it.",
        "AWSControlTowerExecution", Name, NameConstraint, MaximumNameLength);
}

/// <summary>How the functions run, and who is notified.</summary>
internal sealed class OperationParameters(ConsoleParameters console)
{
    public CfnParameter NotificationEmail { get; } = console.Group("Operation").Email(
        "NotificationEmail", "Email for failures", "Receives failures that need an operator, and alarms.");

    public CfnParameter ReconcileSchedule { get; } = console.Choice(
        "ReconcileSchedule", "Reconcile schedule",
        "How often every account is checked and repaired. Accounts that lack nothing are not changed.",
        "rate(1 day)", ["rate(6 hours)", "rate(12 hours)", "rate(1 day)", "rate(7 days)"]);

    public CfnParameter MaximumConcurrency { get; } = console.WholeNumber(
        "MaximumConcurrency", "Concurrent batches",
        "Batches of ten accounts that are processed at the same time. They and one walk share the API calls per minute.",
        5, 2, 1000, @"[2-9]|[1-9]\d{1,2}|1000");

    /// <summary>
    /// By default the roles of IAM Identity Center, which Control Tower sets up for its operators. Only Identity Center
    /// creates roles under that path.
    /// </summary>
    public CfnParameter OperatorRole { get; } = console.Text(
        "OperatorRole", "Role of operators",
        "Path and name of the roles that may redrive dead letters and send messages to the work queue, with * for "
        + "any characters. They also need permissions of their own. The default is every role of IAM Identity Center.",
        "aws-reserved/sso.amazonaws.com/*", @"[\w+=,.@*?/-]*[\w+=,.@-]{3}[\w+=,.@*?/-]*",
        "Enter a role name with its path, without a leading slash; * and ? are wildcards. * alone is refused.");

    public CfnParameter LogRetentionDays { get; } = console.Days("LogRetentionDays", "Log retention in days",
        "Applies to the logs of both functions.", 30);
}
