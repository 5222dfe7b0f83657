using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>
/// The one key that secret, queues, topic and logs are encrypted with. It is retained, unless the very creation of
/// the stack fails: whoever deletes it makes a retained secret and kept logs unreadable. Its policy is written here whole; in a key's policy the resource <c>*</c>
/// is the key itself.
/// </summary>
internal sealed class EncryptionKey : Construct
{
    private static readonly string[] Self = ["*"];

    public EncryptionKey(Construct scope, string id)
        : base(scope, id)
    {
        Key = new Key(this, "Resource", new KeyProps
        {
            Description = "Control Tower Lifecycle: secret, queues, notifications and logs",
            EnableKeyRotation = true,
            RemovalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
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
                    // The name of a log group that uses the key cannot be in the key's policy, for each would wait for
                    // the other. Theirs begin with the stack's name.
                    new PolicyStatement(new PolicyStatementProps
                    {
                        Sid = "LogsOfThisStack",
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
                    }),
                    // EventBridge puts events into the encrypted queues.
                    Sender("EventsToTheQueues", "events"),
                    // CloudWatch publishes alarms to the encrypted topic.
                    Sender("AlarmsToTheTopic", "cloudwatch"),
                ],
            }),
        });
    }

    public Key Key { get; }

    private static PolicyStatement Sender(string sid, string service) => new(new PolicyStatementProps
    {
        Sid = sid,
        Principals = [new ServicePrincipal($"{service}.amazonaws.com")],
        Actions = ["kms:Decrypt", "kms:GenerateDataKey"],
        Resources = Self,
        Conditions = Conditions.Of("StringEquals", "aws:SourceAccount", Here.ACCOUNT_ID),
    });
}
