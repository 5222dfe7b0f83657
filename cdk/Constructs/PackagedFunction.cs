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
    /// <summary>Shown in the console.</summary>
    public string Description { get; init; } = "";

    public required Code Code { get; init; }

    public required Runtime Runtime { get; init; }

    public required Duration Timeout { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>What its code calls, beside what every function may.</summary>
    public required IReadOnlyList<PolicyStatement> Permissions { get; init; }

    /// <summary>What its code calls only where a setting asks for it.</summary>
    public required IReadOnlyList<ConditionalPermission> ConditionalPermissions { get; init; }

    public required IKey Key { get; init; }

    /// <summary>Takes asynchronous invocations that came to nothing.</summary>
    public required IQueue DeadLetters { get; init; }

    public required CfnParameter LogRetentionDays { get; init; }
}

/// <summary>A permission that the role has only under a condition of the template.</summary>
internal sealed record ConditionalPermission(string Name, CfnCondition When, params PolicyStatement[] Statements);

/// <summary>
/// A function from the package with a role and a log group of its own. The role has what is written here and nothing
/// that the CDK would add by itself. The log stays in text format: in JSON format Lambda drops the lines of level Debug
/// that tell each step.
/// </summary>
internal sealed class PackagedFunction : Construct
{
    /// <summary>Processor time comes with memory, and a start is mostly processor time.</summary>
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
                    PolicyName = "WhatItsCodeCalls",
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
            Architecture = Architecture.X86_64,
            // Without "::" the managed runtime takes it for the assembly's name; the bare runtime does not look at it.
            Handler = "bootstrap",
            Timeout = props.Timeout,
            MemorySize = MemoryMegabytes,
            Role = Role.FromRoleArn(this, "ItsRole", role.AttrArn, new FromRoleArnOptions { Mutable = false }),
            LogGroup = log,
            Tracing = Tracing.ACTIVE,
            Environment = new Dictionary<string, string>(props.Environment, StringComparer.Ordinal),
        });
        // The CDK's own destination would add the role to the key's policy, and each would wait for the other.
        _ = new CfnEventInvokeConfig(this, "Asynchronous", new CfnEventInvokeConfigProps
        {
            FunctionName = Function.FunctionName,
            Qualifier = "$LATEST",
            MaximumRetryAttempts = 2,
            DestinationConfig = new CfnEventInvokeConfig.DestinationConfigProperty
            {
                OnFailure = new CfnEventInvokeConfig.OnFailureProperty { Destination = props.DeadLetters.QueueArn },
            },
        });
    }

    public Function Function { get; }

    public string RoleArn { get; }

    public LogGroup LogGroup { get; }

    private static PolicyStatement[] Common(PackagedFunctionProps props, LogGroup log) =>
    [
        // The streams of one log group have names that Lambda makes up: the ARN ends in ":*".
        Allow.To("WriteItsLog", [log.LogGroupArn], "logs:CreateLogStream", "logs:PutLogEvents"),
        // X-Ray has no resources that a permission could name.
        Allow.To("SendTraces", ["*"], "xray:PutTelemetryRecords", "xray:PutTraceSegments"),
        // Reading the secret and the queue takes Decrypt, sending to the queues and the topic both.
        Allow.To("UseTheKey", [props.Key.KeyArn], "kms:Decrypt", "kms:GenerateDataKey"),
        // Where an asynchronous invocation ends that failed three times; the lifecycle function puts messages there, too.
        Allow.To("SendToDeadLetters", [props.DeadLetters.QueueArn], "sqs:SendMessage"),
    ];

    // A role of Lambda's can be handed to functions of this account only, so no condition bounds it further.
    private static PolicyStatement AssumedByLambda() => new(new PolicyStatementProps
    {
        Sid = "AssumedByLambda",
        Principals = [new ServicePrincipal("lambda.amazonaws.com")],
        Actions = ["sts:AssumeRole"],
    });

    private static PolicyDocument Document(PolicyStatement[] statements) =>
        new(new PolicyDocumentProps { Statements = statements });

    // Spelled as CloudFormation does, for Fn::If takes no properties of the CDK.
    private static ICfnConditionExpression Conditional(ConditionalPermission permission) => Fn.ConditionIf(
        permission.When.LogicalId,
        new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["PolicyName"] = permission.Name,
            ["PolicyDocument"] = Document(permission.Statements),
        },
        Here.NO_VALUE);
}
