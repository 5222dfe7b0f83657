using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.CloudAccounts;
using ControlTowerLifecycle.CloudAccounts.Api;
using ControlTowerLifecycle.CloudAccounts.Role;
using ControlTowerLifecycle.FollowUps;
using ControlTowerLifecycle.Settings;
using ControlTowerLifecycle.VendorCalls;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;
using static ControlTowerLifecycle.Hosting.SettingFormats;
using static ControlTowerLifecycle.Settings.BasicFormats;

namespace ControlTowerLifecycle.Hosting;

/// <summary>
/// The environment variables of the functions. docs/deploy.md, "Settings", documents them for operators.
/// </summary>
internal sealed record LifecycleSettings
{
    /// <summary>Concurrent invocations in one process would mix their log lines and deadlines.</summary>
    private const string OneInvocationAtATime =
        "must not be set: this function handles one invocation at a time, so it cannot run on managed instances";

    /// <summary>LIFECYCLE_FUNCTION.</summary>
    public required LifecycleFunctionName Function { get; init; }

    /// <summary>AWS_REGION, the credentials and the endpoint overrides.</summary>
    public required AwsConnection Aws { get; init; }

    /// <summary>The settings of the protection <c>workload-security</c>; null if PROTECTIONS does not name it.</summary>
    public WorkloadSecuritySettings? WorkloadSecurity { get; init; }

    /// <summary>The settings of the protection <c>cloud-accounts</c>; null if PROTECTIONS does not name it.</summary>
    public CloudAccountsSettings? CloudAccounts { get; init; }

    /// <summary>CONNECTOR_ROLE_NAME; default CloudOneWorkloadConnectorRole.</summary>
    public required string ConnectorRoleName { get; init; }

    /// <summary>CONNECTOR_ROLE_PERMISSIONS_BOUNDARY, a policy's name or ARN; null if the role gets no boundary.</summary>
    public string? ConnectorRolePermissionsBoundary { get; init; }

    /// <summary>CONNECTOR_ROLE_TAGS; default none.</summary>
    public required IReadOnlyDictionary<string, string> ConnectorRoleTags { get; init; }

    /// <summary>EXECUTION_ROLE_NAME; default AWSControlTowerExecution.</summary>
    public required string ExecutionRoleName { get; init; }

    /// <summary>MANAGEMENT_ACCOUNT_ID.</summary>
    public required AccountId ManagementAccountId { get; init; }

    /// <summary>
    /// WORK_QUEUE_URL; required for the backfill function. Without it the lifecycle function cannot set the back-off of
    /// a failed message, and the visibility timeout of the queue applies.
    /// </summary>
    public string? WorkQueueUrl { get; init; }

    /// <summary>
    /// DEAD_LETTER_QUEUE_URL; if null, a message that failed permanently is returned to the queue until SQS moves it to
    /// the dead-letter queue.
    /// </summary>
    public string? DeadLetterQueueUrl { get; init; }

    /// <summary>MAXIMUM_RECEIVES, equal to maxReceiveCount of the work queue's redrive policy; default 20.</summary>
    public required int MaximumReceives { get; init; }

    /// <summary>NOTIFICATION_TOPIC_ARN; null if failures are only logged.</summary>
    public string? NotificationTopicArn { get; init; }

    /// <summary>NOTIFICATION_TABLE_NAME; null if equal notifications are sent again.</summary>
    public string? NotificationTableName { get; init; }

    /// <summary>EVENT_BUS_NAME, a bus's name or ARN; null if other systems receive no events.</summary>
    public string? EventBusName { get; init; }

    /// <summary>SUPPORT_CASE_SERVICE_CODE and the others; null for the other functions.</summary>
    public SupportCaseTemplate? SupportCase { get; init; }

    /// <summary>INCLUDE_ORGANIZATIONAL_UNITS, EXCLUDE_ORGANIZATIONAL_UNITS and EXCLUDE_ACCOUNTS.</summary>
    public required AccountScope Scope { get; init; }

    /// <summary>ACCOUNT_LEFT; default keep.</summary>
    public required AccountLeftAction AccountLeft { get; init; }

    /// <summary>DISCONNECT_LIMIT_PERCENT; default 5: a reconcile that would disconnect more needs a confirmation.</summary>
    public required int DisconnectLimitPercent { get; init; }

    /// <summary>MAXIMUM_CONCURRENCY of the event-source mapping; default 5.</summary>
    public required int MaximumConcurrency { get; init; }

    /// <summary>
    /// AWS_LAMBDA_FUNCTION_NAME, for the command in notifications; default <c>lifecycle</c>.
    /// </summary>
    public required string FunctionName { get; init; }

    /// <summary>Reads all settings, and reports all faults together.</summary>
    /// <exception cref="SettingsException">Settings are missing or malformed.</exception>
    public static LifecycleSettings From(IReadOnlyDictionary<string, string> environment) =>
        From(environment, faults => ReadConnection(environment, faults));

    /// <summary>Reads the settings of a deployed function, for a caller with a connection of its own.</summary>
    /// <inheritdoc cref="From(IReadOnlyDictionary{string, string})"/>
    public static LifecycleSettings From(IReadOnlyDictionary<string, string> environment, AwsConnection aws) =>
        From(environment, _ => aws);

    private static LifecycleSettings From(
        IReadOnlyDictionary<string, string> environment, Func<List<string>, AwsConnection?> connect)
    {
        List<string> faults = [];
        var read = new SettingsReader(environment, faults);
        var function = read.Required<LifecycleFunctionName?>(
            "LIFECYCLE_FUNCTION", ParseFunction, "'lifecycle', 'backfill', 'rotation' or 'support-case'");
        read.Forbid("AWS_LAMBDA_MAX_CONCURRENCY", OneInvocationAtATime);
        IReadOnlyList<string>? protections =
            function == LifecycleFunctionName.SupportCase ? null : read.List("PROTECTIONS", ParseProtection);
        var settings = Read(read, function, protections, connect(faults));
        if (faults.Count == 0)
            faults.AddRange(FindContradictions(settings));

        return faults.Count == 0 ? settings : throw new SettingsException(faults) { Function = function };
    }

    /// <summary>
    /// A missing required value is null in the result. The caller then throws its faults and discards the result.
    /// </summary>
    private static LifecycleSettings Read(
        SettingsReader read, LifecycleFunctionName? function, IReadOnlyList<string>? protections, AwsConnection? aws) => new()
        {
            Function = function ?? default,
            Aws = aws!,
            WorkloadSecurity = protections is []
                || protections?.Contains(WorkloadSecurityProtection.ProtectionName, StringComparer.Ordinal) == true
            ? ReadWorkloadSecurity(read, aws)
            : null,
            CloudAccounts = protections?.Contains(CloudAccountsProtection.ProtectionName, StringComparer.Ordinal) == true
            ? CloudAccountsSettingsReader.Read(read)
            : null,
            ConnectorRoleName = read.Optional("CONNECTOR_ROLE_NAME", "CloudOneWorkloadConnectorRole", ParseRoleName),
            ConnectorRolePermissionsBoundary = read.Optional<string?>(
            "CONNECTOR_ROLE_PERMISSIONS_BOUNDARY", null, ParsePermissionsBoundary),
            ConnectorRoleTags = ReadTags(read),
            ExecutionRoleName = read.Optional("EXECUTION_ROLE_NAME", "AWSControlTowerExecution", ParseRoleName),
            ManagementAccountId = read.Required("MANAGEMENT_ACCOUNT_ID", AccountId.Parse)!,
            WorkQueueUrl = function == LifecycleFunctionName.Backfill
            ? read.Required("WORK_QUEUE_URL", ParseQueueUrl)
            : read.Optional<string?>("WORK_QUEUE_URL", null, ParseQueueUrl),
            DeadLetterQueueUrl = read.Optional<string?>("DEAD_LETTER_QUEUE_URL", null, ParseQueueUrl),
            MaximumReceives = read.Optional("MAXIMUM_RECEIVES", 20, text => ParseNumber(text, 1, 1000)),
            NotificationTableName = function == LifecycleFunctionName.SupportCase
            ? read.Required("NOTIFICATION_TABLE_NAME", ParseTableName, "the table that keeps which accounts have a case")
            : read.Optional<string?>("NOTIFICATION_TABLE_NAME", null, ParseTableName),
            SupportCase = function == LifecycleFunctionName.SupportCase ? SupportCaseSettings.Read(read) : null,
            NotificationTopicArn = read.Optional<string?>("NOTIFICATION_TOPIC_ARN", null, text => ParseArn(text, "sns")),
            EventBusName = read.Optional<string?>("EVENT_BUS_NAME", null, ParseEventBus),
            Scope = new AccountScope(
            read.List("INCLUDE_ORGANIZATIONAL_UNITS", ParseOrganizationalUnit),
            read.List("EXCLUDE_ORGANIZATIONAL_UNITS", ParseOrganizationalUnit),
            read.List("EXCLUDE_ACCOUNTS", AccountId.Parse)),
            AccountLeft = read.Optional("ACCOUNT_LEFT", AccountLeftAction.Keep, ParseAccountLeft),
            DisconnectLimitPercent = read.Optional("DISCONNECT_LIMIT_PERCENT", 5, text => ParseNumber(text, 0, 100)),
            MaximumConcurrency = read.Optional("MAXIMUM_CONCURRENCY", 5, text => ParseNumber(text, 2, 1000)),
            FunctionName = read.Optional("AWS_LAMBDA_FUNCTION_NAME", "lifecycle", text => text),
        };

    private static Dictionary<string, string> ReadTags(SettingsReader read)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in read.List("CONNECTOR_ROLE_TAGS", ParseTag))
            tags[key] = value;

        return tags;
    }

    /// <summary>Finds settings that are valid alone but not together.</summary>
    private static IEnumerable<string> FindContradictions(LifecycleSettings settings)
    {
        if (settings is { Function: LifecycleFunctionName.Rotation, WorkloadSecurity: null })
            yield return "PROTECTIONS: the function 'rotation' requires workload-security, whose API key it rotates";

        // IAM role names are unique without regard to case.
        if (settings.ConnectorRoleName.Equals(settings.ExecutionRoleName, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"CONNECTOR_ROLE_NAME: '{settings.ConnectorRoleName}' is the execution role, and its trust "
                + "policy would be changed to trust the vendor; use another name";
        }

        if (settings.WorkloadSecurity is { } workloadSecurity
            && FindLowBudget(
                settings, "WORKLOAD_SECURITY_CALLS_PER_MINUTE", workloadSecurity.CallsPerMinute, CallBudget.LeastShare) is { } low)
            yield return low;

        if (settings.CloudAccounts is not { } cloudAccounts)
            yield break;

        if (FindLowBudget(
            settings, "CLOUD_ACCOUNTS_CALLS_PER_MINUTE", cloudAccounts.CallsPerMinute, CloudAccountsHttp.LeastShare) is { } lowest)
            yield return lowest;

        if (cloudAccounts.Options is { InstanceId: null, InstanceRegions.Count: > 0 })
            yield return "CLOUD_ACCOUNTS_INSTANCE_REGIONS requires CLOUD_ACCOUNTS_INSTANCE_ID";

        if (settings.WorkloadSecurity is not null
            && settings.ConnectorRoleName.Equals(VisionOneRole.Name, StringComparison.OrdinalIgnoreCase))
            yield return $"CONNECTOR_ROLE_NAME: '{settings.ConnectorRoleName}' is the role of cloud-accounts; use another name";
    }

    /// <summary>The vendor's limit must be enough for all processes at once.</summary>
    private static string? FindLowBudget(LifecycleSettings settings, string name, int calls, int leastShare)
    {
        if (CallBudget.ShareOf(calls, settings.MaximumConcurrency) >= leastShare)
            return null;

        var processes = settings.MaximumConcurrency + 1;
        return $"{name}: {calls} is too low for MAXIMUM_CONCURRENCY {settings.MaximumConcurrency}, which requires "
            + $"{leastShare * processes} ({leastShare} for each of {processes} processes); increase it or reduce "
            + "MAXIMUM_CONCURRENCY";
    }

    private static WorkloadSecuritySettings ReadWorkloadSecurity(SettingsReader read, AwsConnection? aws) => new()
    {
        Endpoint = read.Optional(
            "WORKLOAD_SECURITY_ENDPOINT",
            WorkloadSecurityEndpoint.Parse(WorkloadSecurityEndpoint.Default),
            WorkloadSecurityEndpoint.Parse),
        SecretArn = read.Required("WORKLOAD_SECURITY_SECRET_ARN", text => ParseArn(text, "secretsmanager"))!,
        KeyStyle = read.Optional("WORKLOAD_SECURITY_KEY_STYLE", KeyStyle.Auto, ParseKeyStyle),
        VendorAccountId = ReadVendorAccount(read, aws),
        ExternalId = read.Optional<string?>("WORKLOAD_SECURITY_EXTERNAL_ID", null, ParseExternalId),
        KeepsExternalId = read.Optional("WORKLOAD_SECURITY_KEEP_EXTERNAL_ID", false, ParseFlag),
        CallsPerMinute = read.Optional(
            "WORKLOAD_SECURITY_CALLS_PER_MINUTE", 400, text => ParseNumber(text, 1, 100_000)),
        WorkspacesEnabled = read.Optional("WORKSPACES_ENABLED", false, ParseFlag),
        TakesOverForeignConnectors = read.Optional("FOREIGN_CONNECTORS", false, ParseTakeOver),
    };

    /// <summary>
    /// A trust policy cannot name an account of another partition, so there is a default for the partition aws only.
    /// </summary>
    private static AccountId ReadVendorAccount(SettingsReader read, AwsConnection? aws) =>
        aws is null or { Partition.Name: "aws" }
            ? read.Optional("WORKLOAD_SECURITY_ACCOUNT_ID", AccountId.Parse("147995105371"), AccountId.Parse)
            : read.Required("WORKLOAD_SECURITY_ACCOUNT_ID", AccountId.Parse, "the vendor's account in this partition")!;

    private static AwsConnection? ReadConnection(IReadOnlyDictionary<string, string> environment, List<string> faults)
    {
        try
        {
            return AwsConnection.FromEnvironment(environment);
        }
        catch (AwsConnectionException incomplete)
        {
            faults.AddRange(incomplete.Faults);
            return null;
        }
    }
}
