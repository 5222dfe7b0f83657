using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

internal sealed record EncryptionKeyProps
{
    public required string Description { get; init; }

    public required RemovalPolicy RemovalPolicy { get; init; }

    /// <summary>Statements for AWS services that use the key without a role of this stack.</summary>
    public required IReadOnlyList<PolicyStatement> Services { get; init; }
}

/// <summary>
/// The key of a stack, with its whole policy. In a key's policy the resource <c>*</c> is the key itself.
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
                    // Without it, the key cannot be administered after its creator is removed.
                    new PolicyStatement(new PolicyStatementProps
                    {
                        Sid = "AccountDecidesByIam",
                        Principals = [new AccountPrincipal(PseudoParameter.ACCOUNT_ID)],
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
    /// The key's policy cannot name a log group that uses the key, because each would depend on the other. Their names
    /// begin with the stack's name.
    /// </summary>
    public static PolicyStatement LogsOfThisStack() => new(new PolicyStatementProps
    {
        Sid = nameof(LogsOfThisStack),
        Principals = [new ServicePrincipal($"logs.{PseudoParameter.REGION}.{PseudoParameter.URL_SUFFIX}")],
        Actions =
        [
            "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey",
            "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo",
        ],
        Resources = Self,
        Conditions = Conditions.Create("ArnLike", "kms:EncryptionContext:aws:logs:arn",
            $"arn:{PseudoParameter.PARTITION}:logs:{PseudoParameter.REGION}:{PseudoParameter.ACCOUNT_ID}"
                + $":log-group:{PseudoParameter.STACK_NAME}-*"),
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
        Conditions = Conditions.Create("StringEquals", "aws:SourceAccount", PseudoParameter.ACCOUNT_ID),
    });
}
