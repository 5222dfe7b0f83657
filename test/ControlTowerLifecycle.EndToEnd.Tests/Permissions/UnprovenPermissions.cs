namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>
/// The permissions of the template that no run of a function can prove, each with the reason: Lambda or another service
/// uses them, or moto does not check them. <see cref="PermissionRuns"/> proves the calls of the functions' own code.
/// The policy simulation in the tests of the template shows that AWS allows these permissions.
/// </summary>
internal static class UnprovenPermissions
{
    private const string Logs = "Lambda writes the function's standard output to the log with this role";
    private const string Traces = "Lambda sends the traces with this role";
    private const string Keys =
        "Secrets Manager, SQS, SNS and DynamoDB use the key for the caller; moto does not check it";
    private const string DeadLetters = "Lambda sends an asynchronous invocation that failed three times with this role";
    private const string Mapping = "Lambda's event source mapping reads and deletes messages with this role";
    private const string Tags = "IAM checks it if CreateRole has tags; moto does not";

    private const string ParameterLimit = "It is called only if the limit of parameters was switched off";

    private const string Audience = "Moto has no operation that changes the audiences of a provider";

    private const string ControlTower = "Moto has no Control Tower, and its replacement checks no permission";

    private static readonly (string Statement, string Action, string Reason)[] BothRoles =
    [
        ("WriteItsLog", "logs:CreateLogStream", Logs),
        ("WriteItsLog", "logs:PutLogEvents", Logs),
        ("SendTraces", "xray:PutTelemetryRecords", Traces),
        ("SendTraces", "xray:PutTraceSegments", Traces),
        ("UseTheKey", "kms:Decrypt", Keys),
        ("UseTheKey", "kms:GenerateDataKey", Keys),
        ("ReadGovernance", "controltower:ListEnabledBaselines", ControlTower),
        ("ReadGovernance", "controltower:ListLandingZones", ControlTower),
        ("ReadTheLandingZone", "controltower:GetLandingZone", ControlTower),
        ("DecryptTheExistingSecret", "kms:Decrypt", Keys),
        ("DecryptTheExistingVisionOneSecret", "kms:Decrypt", Keys),
    ];

    private static readonly (string Statement, string Action, string Reason)[] LifecycleRole =
    [
        ("ProcessTheQueue", "sqs:DeleteMessage", Mapping),
        ("ProcessTheQueue", "sqs:GetQueueAttributes", Mapping),
        ("ProcessTheQueue", "sqs:ReceiveMessage", Mapping),
        ("CreateItsOwnConnectorRole", "iam:TagRole", Tags),
        ("CreateItsOwnVisionOneRole", "iam:DeleteRolePolicy", ParameterLimit),
        ("CreateTheVisionOneProvider", "iam:AddClientIDToOpenIDConnectProvider", Audience),
        ("UseTheKeyForTheTable", "kms:DescribeKey", Keys),
        ("UseTheKeyForTheTable", "kms:Encrypt", Keys),
        ("UseTheKeyForTheTable", "kms:GenerateDataKeyWithoutPlaintext", Keys),
        ("UseTheKeyForTheTable", "kms:ReEncryptFrom", Keys),
        ("UseTheKeyForTheTable", "kms:ReEncryptTo", Keys),
    ];

    private static readonly (string Statement, string Action, string Reason)[] BackfillRole =
    [
        ("SendToDeadLetters", "sqs:SendMessage", DeadLetters),
        ("EncryptTheKeptExternalId", "kms:GenerateDataKey", Keys),
    ];

    /// <summary>The reason for each permission.</summary>
    public static IReadOnlyDictionary<Permission, string> Reasons { get; } = Permission.Roles
        .SelectMany(role => BothRoles.Select(entry => (Role: role, Entry: entry)))
        .Concat(LifecycleRole.Select(entry => (Role: Permission.Lifecycle, Entry: entry)))
        .Concat(BackfillRole.Select(entry => (Role: Permission.Backfill, Entry: entry)))
        .ToDictionary(
            listed => new Permission(listed.Role, listed.Entry.Statement, listed.Entry.Action),
            listed => listed.Entry.Reason);
}
