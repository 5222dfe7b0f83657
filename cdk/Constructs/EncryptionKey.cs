using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

internal sealed record EncryptionKeyProps
{
    /// <summary>Shown in the console.</summary>
    public required string Description { get; init; }

    public required RemovalPolicy RemovalPolicy { get; init; }

    /// <summary>Services of AWS that use it without a role of this stack.</summary>
    public required IReadOnlyList<PolicyStatement> Services { get; init; }
}

/// <summary>
/// The one key of a stack. Its policy is written here whole; in a key's policy the resource <c>*</c> is the key itself.
/// </summary>
internal sealed class EncryptionKey : Construct
{
    private static readonly string[] Self = ["*"];

    public EncryptionKey(Construct scope, string id, EncryptionKeyProps props)
        : base(scope, id)
    {
        Key = new Key(this, "Resource", new KeyProps
        {
            Description = props.Description,
            EnableKeyRotation = true,
            RemovalPolicy = props.RemovalPolicy,
            Policy = new PolicyDocument(new PolicyDocumentProps
            {
                Statements =
                [
                    // Hands the decision to IAM. A key without this cannot be administered by anybody once its maker is
                    // gone.
                    new PolicyStatement(new PolicyStatementProps
                    {
                        Sid = "AccountDecidesByIam",
                        Principals = [new AccountPrincipal(Here.ACCOUNT_ID)],
                        Actions = ["kms:*"],
                        Resources = Self,
                    }),
                    .. props.Services,
                ],
            }),
        });
    }

    public Key Key { get; }

    /// <summary>
    /// The name of a log group that uses the key cannot be in the key's policy, for each would wait for the other. Theirs
    /// begin with the stack's name.
    /// </summary>
    public static PolicyStatement LogsOfThisStack() => new(new PolicyStatementProps
    {
        Sid = nameof(LogsOfThisStack),
        Principals = [new ServicePrincipal($"logs.{Here.REGION}.{Here.URL_SUFFIX}")],
        Actions =
        [
            "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey",
                "kms:GenerateDataKeyWithoutPlaintext",
            "kms:ReEncryptFrom", "kms:ReEncryptTo",
        ],
        Resources = Self,
        Conditions = Conditions.Of("ArnLike", "kms:EncryptionContext:aws:logs:arn",
            $"arn:{Here.PARTITION}:logs:{Here.REGION}:{Here.ACCOUNT_ID}:log-group:{Here.STACK_NAME}-*"),
    });

    /// <summary>EventBridge puts events into the encrypted queues.</summary>
    public static PolicyStatement EventsToTheQueues() => Sender(nameof(EventsToTheQueues), "events");

    /// <summary>CloudWatch publishes alarms to the encrypted topic.</summary>
    public static PolicyStatement AlarmsToTheTopic() => Sender(nameof(AlarmsToTheTopic), "cloudwatch");

    private static PolicyStatement Sender(string sid, string service) => new(new PolicyStatementProps
    {
        Sid = sid,
        Principals = [new ServicePrincipal($"{service}.amazonaws.com")],
        Actions = ["kms:Decrypt", "kms:GenerateDataKey"],
        Resources = Self,
        Conditions = Conditions.Of("StringEquals", "aws:SourceAccount", Here.ACCOUNT_ID),
    });
}
