namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>
/// The permissions of the template that no run of a function's process can prove, each with the reason: they are
/// Lambda's or another service's to use, or moto does not ask for them. What the function's own code calls is proved in
/// <see cref="Runs"/> instead. That AWS would allow these is decided by the simulation of the policies, among the tests
/// of the template.
/// </summary>
internal static class UnprovenPermissions
{
    private const string Logs = "Lambda writes the function's standard output there as this role";
    private const string Traces = "Lambda sends the traces as this role";
    private const string Keys =
        "Secrets Manager, SQS, SNS and DynamoDB use the key on the caller's behalf, which moto does not";
    private const string DeadLetters = "Lambda sends an asynchronous invocation that failed three times as this role";
    private const string Mapping = "Lambda's event-source mapping works the queue off as this role";
    private const string Tags = "IAM asks for it where CreateRole brings tags, which moto does not";

    private const string ControlTower = "Moto has no Control Tower; what stands for it asks nobody for a permission";

    /// <summary>Of both roles, which are alike in what others do for them.</summary>
    private static readonly (string Statement, string Action, string Why)[] OfBoth =
    [
        ("WriteItsLog", "logs:CreateLogStream", Logs),
        ("WriteItsLog", "logs:PutLogEvents", Logs),
        ("SendTraces", "xray:PutTelemetryRecords", Traces),
        ("SendTraces", "xray:PutTraceSegments", Traces),
        ("UseTheKey", "kms:Decrypt", Keys),
        ("UseTheKey", "kms:GenerateDataKey", Keys),
        ("AskWhatIsGoverned", "controltower:ListEnabledBaselines", ControlTower),
        ("AskWhatIsGoverned", "controltower:ListLandingZones", ControlTower),
        ("ReadTheLandingZone", "controltower:GetLandingZone", ControlTower),
        ("DecryptTheExistingSecret", "kms:Decrypt", Keys),
    ];

    private static readonly (string Statement, string Action, string Why)[] OfLifecycle =
    [
        ("WorkTheQueueOff", "sqs:DeleteMessage", Mapping),
        ("WorkTheQueueOff", "sqs:GetQueueAttributes", Mapping),
        ("WorkTheQueueOff", "sqs:ReceiveMessage", Mapping),
        ("KeepItsOwnConnectorRole", "iam:TagRole", Tags),
        ("UseTheKeyForTheTable", "kms:DescribeKey", Keys),
        ("UseTheKeyForTheTable", "kms:Encrypt", Keys),
        ("UseTheKeyForTheTable", "kms:GenerateDataKeyWithoutPlaintext", Keys),
        ("UseTheKeyForTheTable", "kms:ReEncryptFrom", Keys),
        ("UseTheKeyForTheTable", "kms:ReEncryptTo", Keys),
    ];

    private static readonly (string Statement, string Action, string Why)[] OfBackfill =
    [
        ("SendToDeadLetters", "sqs:SendMessage", DeadLetters),
    ];

    /// <summary>Each permission with the reason why.</summary>
    public static IReadOnlyDictionary<Permission, string> Reasons { get; } = Permission.Roles
        .SelectMany(role => OfBoth.Select(one => (Role: role, One: one)))
        .Concat(OfLifecycle.Select(one => (Role: Permission.Lifecycle, One: one)))
        .Concat(OfBackfill.Select(one => (Role: Permission.Backfill, One: one)))
        .ToDictionary(
            listed => new Permission(listed.Role, listed.One.Statement, listed.One.Action),
            listed => listed.One.Why);
}
