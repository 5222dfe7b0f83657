using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AWS.SQS;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

internal sealed record PackagedFunctionProps
{
    public string Description { get; init; } = "";

    public required Code Code { get; init; }

    public required Runtime Runtime { get; init; }

    /// <summary>The parameter that chooses <c>x86_64</c> or <c>arm64</c>.</summary>
    public required CfnParameter Architecture { get; init; }

    public required Duration Timeout { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Permissions for the calls of its code, besides those that both functions share.</summary>
    public IReadOnlyList<PolicyStatement> Permissions { get; init; } = [];

    /// <summary>
    /// Permissions for calls of its code that another function with the same role must not make: they have the
    /// condition <c>lambda:SourceFunctionArn</c>. Lambda sets this key only for calls from inside the function, so the
    /// calls that Lambda makes with the role (log, traces, queue, dead letters) must not be here.
    /// </summary>
    public IReadOnlyList<PolicyStatement> OwnPermissions { get; init; } = [];

    /// <summary>
    /// Permissions like <see cref="OwnPermissions"/> that the function has only if a condition of the template is true.
    /// </summary>
    public IReadOnlyList<ConditionalPermission> ConditionalOwnPermissions { get; init; } = [];

    /// <summary>Permissions for calls that only some settings need.</summary>
    public required IReadOnlyList<ConditionalPermission> ConditionalPermissions { get; init; }

    public required IKey Key { get; init; }

    /// <summary>Receives asynchronous invocations that failed permanently; null if they are not kept.</summary>
    public IQueue? DeadLetters { get; init; }

    public required CfnParameter LogRetentionDays { get; init; }
}

/// <summary>A permission that the role has only if a condition of the template is true.</summary>
internal sealed record ConditionalPermission(string Name, CfnCondition When, params PolicyStatement[] Statements);

/// <summary>
/// A function from the package, with its own role and log group. The role has only the permissions that are written
/// here; the CDK adds none. The log has the text format, because with the JSON format Lambda drops the lines of level
/// Debug, which report each step.
/// </summary>
internal sealed class PackagedFunction : Construct
{
    /// <summary>Processor time is proportional to memory, and a cold start is mostly processor time.</summary>
    private const double MemoryMegabytes = 512;

    public PackagedFunction(Construct scope, string id, PackagedFunctionProps props)
        : base(scope, id)
    {
        var log = new LogGroup(this, "Log", new LogGroupProps
        {
            EncryptionKey = props.Key,
            RemovalPolicy = RemovalPolicy.DESTROY,
        });
        ((CfnLogGroup)log.Node.DefaultChild!).RetentionInDays = props.LogRetentionDays.ValueAsNumber;
        LogGroup = log;
        var role = new CfnRole(this, "Role", new CfnRoleProps
        {
            Description = props.Description,
            AssumeRolePolicyDocument = Document([AssumedByLambda()]),
            Policies = new object[]
            {
                new CfnRole.PolicyProperty
                {
                    PolicyName = "FunctionPermissions",
                    PolicyDocument = Document([.. Common(props, log), .. props.Permissions]),
                },
            }.Concat(props.ConditionalPermissions.Select(Conditional)).ToArray(),
        });

        RoleArn = role.AttrArn;
        Function = new Function(this, "Resource", new FunctionProps
        {
            Description = props.Description,
            Code = props.Code,
            Runtime = props.Runtime,
            Architecture = Architecture.Custom(props.Architecture.ValueAsString),
            // Without "::" the managed runtime reads it as the assembly's name. The OS-only runtime ignores it.
            Handler = "bootstrap",
            Timeout = props.Timeout,
            MemorySize = MemoryMegabytes,
            Role = Role.FromRoleArn(this, "ItsRole", role.AttrArn, new FromRoleArnOptions { Mutable = false }),
            LogGroup = log,
            Tracing = Tracing.ACTIVE,
            Environment = new Dictionary<string, string>(props.Environment, StringComparer.Ordinal),
        });
        // A policy of its own: in the role, the function's ARN would make role and function depend on each other.
        OwnPolicy = new CfnPolicy(this, "Policy", new CfnPolicyProps
        {
            PolicyName = "OwnPermissions",
            PolicyDocument = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["Version"] = "2012-10-17",
                ["Statement"] = OwnStatements(props).ToArray(),
            },
            Roles = [role.Ref],
        });
        if (props.DeadLetters is { } deadLetters)
            KeepFailures(deadLetters);
    }

    public Function Function { get; }

    /// <summary>
    /// The policy with <see cref="PackagedFunctionProps.OwnPermissions"/>: the function needs it to work.
    /// </summary>
    public CfnPolicy OwnPolicy { get; }

    public string RoleArn { get; }

    public LogGroup LogGroup { get; }

    /// <summary>
    /// The CDK's own destination would add the role to the key's policy, and each would depend on the other.
    /// </summary>
    private void KeepFailures(IQueue deadLetters) =>
        _ = new CfnEventInvokeConfig(this, "Asynchronous", new CfnEventInvokeConfigProps
        {
            FunctionName = Function.FunctionName,
            Qualifier = "$LATEST",
            MaximumRetryAttempts = 2,
            DestinationConfig = new CfnEventInvokeConfig.DestinationConfigProperty
            {
                OnFailure = new CfnEventInvokeConfig.OnFailureProperty { Destination = deadLetters.QueueArn },
            },
        });

    private static PolicyStatement[] Common(PackagedFunctionProps props, LogGroup log) =>
    [
        // Lambda chooses the names of the log streams, so the ARN ends in ":*".
        RoleStatements.Allow("WriteItsLog", [log.LogGroupArn], "logs:CreateLogStream", "logs:PutLogEvents"),
        // X-Ray supports no resource.
        RoleStatements.Allow("SendTraces", ["*"], "xray:PutTelemetryRecords", "xray:PutTraceSegments"),
        // Reading the secret and the queue needs Decrypt; sending to the queues and the topic needs both.
        RoleStatements.Allow("UseTheKey", [props.Key.KeyArn], "kms:Decrypt", "kms:GenerateDataKey"),
        // Lambda sends asynchronous invocations that failed three times; the lifecycle function sends messages.
        .. props.DeadLetters is { } deadLetters
            ? new[] { RoleStatements.Allow("SendToDeadLetters", [deadLetters.QueueArn], "sqs:SendMessage") }
            : [],
    ];

    // Only functions of this account can use the role (iam:PassRole), so no condition is needed.
    private static PolicyStatement AssumedByLambda() => new(new PolicyStatementProps
    {
        Sid = "AssumedByLambda",
        Principals = [new ServicePrincipal("lambda.amazonaws.com")],
        Actions = ["sts:AssumeRole"],
    });

    /// <summary>
    /// The conditions are in the statements, not in policies of their own: other resources can then depend on the policy.
    /// </summary>
    private IEnumerable<object> OwnStatements(PackagedFunctionProps props) =>
    [
        .. props.OwnPermissions.Select(statement => WithinTheFunction(statement).ToStatementJson()),
        .. from permission in props.ConditionalOwnPermissions
           from statement in permission.Statements
           select If(permission.When, WithinTheFunction(statement).ToStatementJson()),
    ];

    /// <summary>
    /// The documentation of AWS Lambda, "Using source function ARN to control function access behavior": identity
    /// policies only, with an operator for ARNs.
    /// </summary>
    private PolicyStatement WithinTheFunction(PolicyStatement statement)
    {
        var limited = statement.Copy();
        limited.AddCondition("ArnEquals", new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["lambda:SourceFunctionArn"] = Function.FunctionArn,
        });
        return limited;
    }

    /// <summary>The intrinsic function, in the form of CloudFormation.</summary>
    private static Dictionary<string, object> If(CfnCondition condition, object value) => new(StringComparer.Ordinal)
    {
        ["Fn::If"] = new[]
        {
            condition.LogicalId,
            value,
            new Dictionary<string, object>(StringComparer.Ordinal) { ["Ref"] = "AWS::NoValue" },
        },
    };

    private static PolicyDocument Document(PolicyStatement[] statements) =>
        new(new PolicyDocumentProps { Statements = statements });

    // Written in the form of CloudFormation, because Fn::If does not accept property classes of the CDK.
    private static ICfnConditionExpression Conditional(ConditionalPermission permission) => Fn.ConditionIf(
        permission.When.LogicalId,
        new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["PolicyName"] = permission.Name,
            ["PolicyDocument"] = Document(permission.Statements),
        },
        PseudoParameter.NO_VALUE);
}
