using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Hosting;

/// <summary>
/// The one place that knows the functions' environment variables. Names, meanings and defaults for users: README,
/// "Settings".
/// </summary>
internal sealed record LifecycleSettings
{
    /// <summary>Several invocations at once in one process would mix their log lines and their deadlines.</summary>
    private const string OneAtATime =
        "must not be set: this function takes one invocation at a time, so it cannot run on managed instances";

    /// <summary>LIFECYCLE_FUNCTION.</summary>
    public required LifecycleFunctionName Function { get; init; }

    /// <summary>AWS_REGION, the credentials, and the endpoint overrides.</summary>
    public required AwsConnection Aws { get; init; }

    /// <summary>The protection <c>workload-security</c>.</summary>
    public required WorkloadSecuritySettings WorkloadSecurity { get; init; }

    /// <summary>CONNECTOR_ROLE_NAME; default CloudOneWorkloadConnectorRole.</summary>
    public required string ConnectorRoleName { get; init; }

    /// <summary>EXECUTION_ROLE_NAME; default AWSControlTowerExecution.</summary>
    public required string ExecutionRoleName { get; init; }

    /// <summary>MANAGEMENT_ACCOUNT_ID.</summary>
    public required AccountId ManagementAccountId { get; init; }

    /// <summary>
    /// WORK_QUEUE_URL; the backfill function always has it. Where the lifecycle function has none, a message that is
    /// handed back comes again when the queue's own visibility timeout is over.
    /// </summary>
    public string? WorkQueueUrl { get; init; }

    /// <summary>
    /// DEAD_LETTER_QUEUE_URL; null where a message that came to nothing is handed back until SQS gives it up.
    /// </summary>
    public string? DeadLetterQueueUrl { get; init; }

    /// <summary>MAXIMUM_RECEIVES, that of the work queue's redrive policy; default 20.</summary>
    public required int MaximumReceives { get; init; }

    /// <summary>NOTIFICATION_TOPIC_ARN; null where failures are logged only.</summary>
    public string? NotificationTopicArn { get; init; }

    /// <summary>NOTIFICATION_TABLE_NAME; null where every failure is told, however often.</summary>
    public string? NotificationTableName { get; init; }

    /// <summary>INCLUDE_ORGANIZATIONAL_UNITS, EXCLUDE_ORGANIZATIONAL_UNITS and EXCLUDE_ACCOUNTS.</summary>
    public required AccountScope Scope { get; init; }

    /// <summary>ACCOUNT_LEFT; default keep.</summary>
    public required AccountLeftAction AccountLeft { get; init; }

    /// <summary>MAXIMUM_CONCURRENCY of the event-source mapping; default 5.</summary>
    public required int MaximumConcurrency { get; init; }

    /// <summary>
    /// AWS_LAMBDA_FUNCTION_NAME, for the command that a notification tells; default <c>lifecycle</c>.
    /// </summary>
    public required string FunctionName { get; init; }

    /// <summary>Reads everything, and reports everything that is wrong together.</summary>
    /// <exception cref="SettingsException">Settings are missing or malformed.</exception>
    public static LifecycleSettings From(IReadOnlyDictionary<string, string> environment)
    {
        List<string> faults = [];
        var read = new SettingsReader(environment, faults);
        var function = read.Required<LifecycleFunctionName?>("LIFECYCLE_FUNCTION", FunctionNamed, "'lifecycle' or 'backfill'");
        read.Refuse("AWS_LAMBDA_MAX_CONCURRENCY", OneAtATime);
        read.List("PROTECTIONS", ProtectionNamed);

        var aws = Connection(environment, faults);

        // Where something is missing its place is taken by null for a moment; then the faults are thrown instead.
        var settings = new LifecycleSettings
        {
            Function = function ?? default,
            Aws = aws!,
            WorkloadSecurity = ReadWorkloadSecurity(read, aws),
            ConnectorRoleName = read.Optional(
                "CONNECTOR_ROLE_NAME", "CloudOneWorkloadConnectorRole", SettingsReader.RoleName),
            ExecutionRoleName = read.Optional(
                "EXECUTION_ROLE_NAME", "AWSControlTowerExecution", SettingsReader.RoleName),
            ManagementAccountId = read.Required("MANAGEMENT_ACCOUNT_ID", AccountId.Parse)!,
            WorkQueueUrl = function == LifecycleFunctionName.Backfill
                ? read.Required("WORK_QUEUE_URL", QueueUrl)
                : read.Optional<string?>("WORK_QUEUE_URL", null, QueueUrl),
            DeadLetterQueueUrl = read.Optional<string?>("DEAD_LETTER_QUEUE_URL", null, QueueUrl),
            MaximumReceives = read.Optional("MAXIMUM_RECEIVES", 20, text => SettingsReader.Number(text, 1, 1000)),
            NotificationTableName = read.Optional<string?>("NOTIFICATION_TABLE_NAME", null, SettingsReader.TableName),
            NotificationTopicArn = read.Optional<string?>("NOTIFICATION_TOPIC_ARN", null, text => SettingsReader.Arn(text, "sns")),
            Scope = new AccountScope(
                read.List("INCLUDE_ORGANIZATIONAL_UNITS", SettingsReader.OrganizationalUnit),
                read.List("EXCLUDE_ORGANIZATIONAL_UNITS", SettingsReader.OrganizationalUnit),
                read.List("EXCLUDE_ACCOUNTS", AccountId.Parse)),
            AccountLeft = read.Optional("ACCOUNT_LEFT", AccountLeftAction.Keep, AccountLeftNamed),
            MaximumConcurrency = read.Optional("MAXIMUM_CONCURRENCY", 5, text => SettingsReader.Number(text, 2, 1000)),
            FunctionName = read.Optional("AWS_LAMBDA_FUNCTION_NAME", "lifecycle", text => text),
        };
        if (faults.Count == 0)
            faults.AddRange(Contradictions(settings));

        return faults.Count == 0 ? settings : throw new SettingsException(faults) { Function = function };
    }

    /// <summary>What is well-formed each by itself, and cannot be together.</summary>
    private static IEnumerable<string> Contradictions(LifecycleSettings settings)
    {
        // IAM knows a role whatever the case of its name.
        if (settings.ConnectorRoleName.Equals(settings.ExecutionRoleName, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"CONNECTOR_ROLE_NAME: '{settings.ConnectorRoleName}' is the execution role, whose trust would be "
                + "given to the vendor; take another name";
        }

        var calls = settings.WorkloadSecurity.CallsPerMinute;
        if (CallBudget.ShareOf(calls, settings.MaximumConcurrency) < CallBudget.LeastShare)
        {
            var processes = settings.MaximumConcurrency + 1;
            yield return $"WORKLOAD_SECURITY_CALLS_PER_MINUTE: {calls} is not enough for MAXIMUM_CONCURRENCY "
                + $"{settings.MaximumConcurrency}, which takes {CallBudget.LeastShare * processes}: "
                + $"{CallBudget.LeastShare} for each of {processes} processes; raise it or lower MAXIMUM_CONCURRENCY";
        }
    }

    private static WorkloadSecuritySettings ReadWorkloadSecurity(SettingsReader read, AwsConnection? aws) => new()
    {
        Endpoint = read.Optional(
            "WORKLOAD_SECURITY_ENDPOINT",
            WorkloadSecurityEndpoint.Parse(WorkloadSecurityEndpoint.Default),
            WorkloadSecurityEndpoint.Parse),
        SecretArn = read.Required("WORKLOAD_SECURITY_SECRET_ARN", text => SettingsReader.Arn(text, "secretsmanager"))!,
        KeyStyle = read.Optional("WORKLOAD_SECURITY_KEY_STYLE", KeyStyle.Auto, KeyStyleNamed),
        VendorAccountId = ReadVendorAccount(read, aws),
        ExternalId = read.Optional<string?>("WORKLOAD_SECURITY_EXTERNAL_ID", null, text => text),
        CallsPerMinute = read.Optional(
            "WORKLOAD_SECURITY_CALLS_PER_MINUTE", 400, text => SettingsReader.Number(text, 1, 100_000)),
        WorkspacesEnabled = read.Optional("WORKSPACES_ENABLED", false, SettingsReader.Flag),
    };

    /// <summary>A trust policy cannot name an account of another partition, so the default serves only its own.</summary>
    private static AccountId ReadVendorAccount(SettingsReader read, AwsConnection? aws) =>
        aws is null or { Partition.Name: "aws" }
            ? read.Optional("WORKLOAD_SECURITY_ACCOUNT_ID", AccountId.Parse("147995105371"), AccountId.Parse)
            : read.Required("WORKLOAD_SECURITY_ACCOUNT_ID", AccountId.Parse, "the vendor's account in this partition")!;

    private static AwsConnection? Connection(IReadOnlyDictionary<string, string> environment, List<string> faults)
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

    private static LifecycleFunctionName? FunctionNamed(string text) => text switch
    {
        "lifecycle" => LifecycleFunctionName.Lifecycle,
        "backfill" => LifecycleFunctionName.Backfill,
        _ => throw new FormatException($"takes 'lifecycle' or 'backfill', not '{text}'"),
    };

    private static string ProtectionNamed(string text) => text switch
    {
        WorkloadSecurityProtection.ProtectionName => text,
        "cloud-accounts" => throw new FormatException("'cloud-accounts' is not in this version; take workload-security"),
        _ => throw new FormatException($"takes {WorkloadSecurityProtection.ProtectionName}, not '{text}'"),
    };

    private static AccountLeftAction AccountLeftNamed(string text) => text switch
    {
        "keep" => AccountLeftAction.Keep,
        "disconnect" => AccountLeftAction.Disconnect,
        _ => throw new FormatException($"takes 'keep' or 'disconnect', not '{text}'"),
    };

    private static KeyStyle KeyStyleNamed(string text) => text switch
    {
        "auto" => KeyStyle.Auto,
        "api-key" => KeyStyle.ApiKey,
        "legacy" => KeyStyle.Legacy,

        // The value is not repeated: the key itself is easily put here.
        _ => throw new FormatException("takes auto, api-key or legacy"),
    };

    private static string QueueUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http"
            ? text
            : throw new FormatException("takes the URL of an SQS queue");
}
