using Amazon.CDK;

namespace ControlTowerLifecycle.Cdk;

/// <summary>
/// What is asked of the person who launches the stack, in the order of the console's page. Names, meanings and defaults
/// are those of the functions' settings (README, "Settings"). A pattern refuses at once what the functions would refuse
/// at start.
/// </summary>
internal sealed class LifecycleParameters
{
    public LifecycleParameters(Stack stack, bool isLaunchTemplate)
    {
        var page = new ParameterPage(stack);
        Artifact = isLaunchTemplate ? new ArtifactParameters(page) : null;
        Protection = new ProtectionParameters(page);
        Scope = new ScopeParameters(page);
        Roles = new RoleParameters(page);
        Operation = new OperationParameters(page);
        page.Publish();
    }

    /// <summary>Null where the CDK brings the package to its place.</summary>
    public ArtifactParameters? Artifact { get; }

    public ProtectionParameters Protection { get; }

    public ScopeParameters Scope { get; }

    public RoleParameters Roles { get; }

    public OperationParameters Operation { get; }
}

/// <summary>Where the functions' package is.</summary>
internal sealed class ArtifactParameters(ParameterPage page)
{
    public CfnParameter Bucket { get; } = page.Group("Where the functions' package is")
        .Text("ArtifactBucket", "Bucket", "S3 bucket in this region that holds the package.");

    public CfnParameter Prefix { get; } = page.Text(
        "ArtifactPrefix", "Folder",
            "What the package's key starts with, ending in a slash; empty for the top of the bucket.", "",
        @"([\w!.*'()/-]*/)?", "It takes a folder that ends in a slash, or nothing.");
}

/// <summary>The vendor's API and how it is called.</summary>
internal sealed class ProtectionParameters(ParameterPage page)
{
    /// <summary>A trust policy cannot name it in another partition: there is a vendor's account for each.</summary>
    public const string SaasVendorAccountId = "147995105371";

    private const string Label = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?";

    /// <summary>1 to 65535.</summary>
    private const string Port =
        @"[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5]";

    public CfnParameter ApiKey { get; } = page.Group("Trend Server & Workload Protection").Secret(
        "WorkloadSecurityApiKey", "API key",
        "API key with the right to change AWS connectors. It is kept in Secrets Manager. Leave it empty where a secret "
        + "exists already.");

    public CfnParameter SecretArn { get; } = page.Text(
        "WorkloadSecuritySecretArn", "Existing secret (instead of the API key)",
        "ARN of a secret of this region that holds the bare API key, or {\"ApiKey\": \"...\"}.", "",
        @"(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6})?",
        "It takes the whole ARN of a secret, with the six characters at its end, or nothing.", longest: 300);

    public CfnParameter SecretKeyArn { get; } = page.Text(
        "WorkloadSecuritySecretKeyArn", "Key of the existing secret",
        "ARN of the KMS key that encrypts the existing secret; empty where it is the AWS managed key.", "",
        @"(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/[a-z0-9-]+)?",
        "It takes the whole ARN of a KMS key (not of an alias), or nothing.");

    public CfnParameter Endpoint { get; } = page.Text(
        "WorkloadSecurityEndpoint", "API host",
            "Host name or https URL of the tenant's region, or of a manager of your own.",
        WorkloadSecurity.Api.WorkloadSecurityEndpoint.Default,
        $@"(https://)?{Label}(\.{Label})*(:({Port}))?(/[\w./-]*)?",
        "It takes a host name such as workload.us-1.cloudone.trendmicro.com, or an https URL.", longest: 200);

    public CfnParameter KeyStyle { get; } = page.Choice(
        "WorkloadSecurityKeyStyle", "Kind of API key", "auto finds it out.", "auto", ["auto", "api-key", "legacy"]);

    public CfnParameter VendorAccountId { get; } = page.Text(
        "WorkloadSecurityAccountId", "Vendor's AWS account",
        "The AWS account that assumes the connector role; the default is that of every SaaS region.",
        SaasVendorAccountId, @"\d{12}", "It takes twelve digits.");

    public CfnParameter ExternalId { get; } = page.Text(
        "WorkloadSecurityExternalId", "External ID",
        "Overrides the one that the tenant tells; empty as a rule.", "",
        "([A-Za-z0-9+=,.@:/_-]{2,256})?", "It takes an external ID, or nothing.", longest: 256);

    public CfnParameter CallsPerMinute { get; } = page.WholeNumber(
        "WorkloadSecurityCallsPerMinute", "API calls a minute",
        "Budget over all invocations at once: at least 20 for each of MaximumConcurrency + 1 processes.", 400, 60,
            100_000, @"[6-9]\d|[1-9]\d{2,4}|100000");

    public CfnParameter WorkspacesEnabled { get; } = page.Choice(
        "WorkspacesEnabled", "Watch Amazon WorkSpaces too",
        "It is switched on, never off: false leaves connectors as they are.", "false", ["false", "true"]);
}

/// <summary>Which accounts are onboarded.</summary>
internal sealed class ScopeParameters(ParameterPage page)
{
    private const string Units = "(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}(, *ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})*)?";
    private const string UnitsConstraint =
        "It takes ids such as ou-ab12-c3d4e5f6, with commas between them, or nothing.";

    /// <summary>
    /// Lambda takes 4,096 bytes of environment variables. These three lists have what the rest leaves of them.
    /// </summary>
    private const int LongestUnits = 510;
    private const int LongestAccounts = 780;

    public CfnParameter IncludedUnits { get; } = page.Group("Which accounts").Text(
        "IncludeOrganizationalUnits", "Only these organizational units",
        "Comma-separated ids, any depth; empty for all accounts.", "", Units, UnitsConstraint, LongestUnits);

    public CfnParameter ExcludedUnits { get; } = page.Text(
        "ExcludeOrganizationalUnits", "Not these organizational units",
        "Comma-separated ids, any depth; exclusion wins.", "", Units, UnitsConstraint, LongestUnits);

    public CfnParameter ExcludedAccounts { get; } = page.Text(
        "ExcludeAccounts", "Not these accounts", "Comma-separated account ids.", "",
        @"(\d{12}(, *\d{12})*)?", "It takes ids of twelve digits, with commas between them, or nothing.",
        LongestAccounts);

    public CfnParameter AccountLeft { get; } = page.Choice(
        "AccountLeft", "Accounts that left",
        "keep leaves their protection as it is; disconnect removes the connector and the role that were made here, also of accounts that Control Tower does not govern.",
        "keep", ["keep", "disconnect"]);
}

/// <summary>The roles that are made and assumed.</summary>
internal sealed class RoleParameters(ParameterPage page)
{
    private const int LongestName = 64;
    private const string Name = @"[\w+=,.@-]+";
    private const string NameConstraint = "It takes a role's name: letters, digits and any of +=,.@_- in it.";

    /// <summary>Roles of AWS and of Control Tower, which may do more than anybody outside should.</summary>
    private const string NoRoleOfAws =
        "(?!(?i:OrganizationAccountAccessRole$|AWSControlTower|aws-controltower-|AWSServiceRole|AWSReservedSSO_))";

    public CfnParameter Connector { get; } = page.Group("Roles").Text(
        "ConnectorRoleName", "Connector role", "Name of the cross-account role that is made in every account.",
        "CloudOneWorkloadConnectorRole", NoRoleOfAws + Name,
        $"{NameConstraint} No role of AWS or Control Tower, for the vendor assumes it.", LongestName);

    public CfnParameter Execution { get; } = page.Text(
        "ExecutionRoleName", "Execution role",
            "Name of the role that is assumed in member accounts; Control Tower makes it.",
        "AWSControlTowerExecution", Name, NameConstraint, LongestName);
}

/// <summary>How it runs and whom it tells.</summary>
internal sealed class OperationParameters(ParameterPage page)
{
    public CfnParameter NotificationEmail { get; } = page.Group("Operation").Email(
        "NotificationEmail", "E-mail for failures", "Is told what needs a person");

    public CfnParameter ReconcileSchedule { get; } = page.Choice(
        "ReconcileSchedule", "Look at all accounts",
        "How often every account is looked at and mended; an account that lacks nothing is left alone.",
        "rate(1 day)", ["rate(6 hours)", "rate(12 hours)", "rate(1 day)", "rate(7 days)"]);

    public CfnParameter MaximumConcurrency { get; } = page.WholeNumber(
        "MaximumConcurrency", "Batches at once",
        "How many batches of ten accounts are worked on at the same time. With one more process for the walk they share "
        + "the budget of API calls, which has to be at least 20 for each.", 5, 2, 1000, @"[2-9]|[1-9]\d{1,2}|1000");

    public CfnParameter LogRetentionDays { get; } = page.Days("LogRetentionDays", "Days that logs are kept",
        "Of both functions.", 30);
}
