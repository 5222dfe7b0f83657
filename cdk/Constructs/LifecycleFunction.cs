using System.Globalization;
using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.SNS;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

internal sealed record LifecycleFunctionProps
{
    public required LifecycleParameters Parameters { get; init; }

    public required PackagedFunctionProps Package { get; init; }

    /// <summary>Whether units are included or excluded.</summary>
    public required CfnCondition NamesUnits { get; init; }

    public required WorkQueue Work { get; init; }

    public required ITopic Topic { get; init; }

    /// <summary>What people have been told.</summary>
    public required ITable Notifications { get; init; }

    /// <summary>Encrypts the table.</summary>
    public required IKey Key { get; init; }
}

/// <summary>Works the queue off: onboards the accounts that its messages name.</summary>
internal sealed class LifecycleFunction : Construct
{
    public LifecycleFunction(Construct scope, string id, LifecycleFunctionProps props)
        : base(scope, id)
    {
        Packaged = new PackagedFunction(this, "Function", props.Package with
        {
            Description = "Control Tower Lifecycle: brings the accounts that the work queue names under protection",
            Environment = new Dictionary<string, string>(props.Package.Environment, StringComparer.Ordinal)
            {
                ["LIFECYCLE_FUNCTION"] = "lifecycle",
                ["WORK_QUEUE_URL"] = props.Work.Queue.QueueUrl,
                ["DEAD_LETTER_QUEUE_URL"] = props.Work.DeadLetters.QueueUrl,
                ["MAXIMUM_RECEIVES"] = WorkQueue.MaxReceiveCount.ToString(CultureInfo.InvariantCulture),
                ["NOTIFICATION_TOPIC_ARN"] = props.Topic.TopicArn,
                ["NOTIFICATION_TABLE_NAME"] = props.Notifications.TableName,
            },
            Permissions = [.. props.Package.Permissions, .. Permissions(props)],
            ConditionalPermissions =
            [
                .. props.Package.ConditionalPermissions,
                // The units above an account decide only where units are named.
                new("Units", props.NamesUnits, Allow.SeeingUnits()),
                // Whether an account has really left is asked only where that has it disconnected.
                new("Departures", new CfnCondition(this, "Disconnects", new CfnConditionProps
                {
                    Expression = Fn.ConditionEquals(props.Parameters.Scope.AccountLeft.ValueAsString, "disconnect"),
                }), Allow.AskingWhatIsGoverned()),
            ],
        });
        Mapping = new EventSourceMapping(this, "Mapping", new EventSourceMappingProps
        {
            Target = Packaged.Function,
            EventSourceArn = props.Work.Queue.QueueArn,
            BatchSize = 10,
            // Of a batch only what failed comes back.
            ReportBatchItemFailures = true,
            // The throttle of a queue. Reserved concurrency would make messages fail that were never worked on.
            MaxConcurrency = Token.AsNumber(props.Parameters.Operation.MaximumConcurrency.Value),
        });
    }

    public PackagedFunction Packaged { get; }

    public EventSourceMapping Mapping { get; }

    private static PolicyStatement[] Permissions(LifecycleFunctionProps props)
    {
        var connectorRole = Allow.OwnConnectorRole(props.Parameters.Roles);
        return
        [
            Allow.To("WorkTheQueueOff", [props.Work.Queue.QueueArn], "sqs:ChangeMessageVisibility",
                "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"),
            Allow.EnteringAccounts(props.Parameters.Roles),
            // Accounts are vended later; an ARN of this management account names those of its organization only.
            Allow.To("SeeAccounts", [Allow.Organizations("account/*")], "organizations:DescribeAccount"),
            // The management account has no execution role: its own connector role is made with these.
            Allow.To("KeepItsOwnConnectorRole", [connectorRole],
                "iam:CreateRole", "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies",
                    "iam:PutRolePolicy", "iam:TagRole", "iam:UpdateAssumeRolePolicy"),
            new PolicyStatement(new PolicyStatementProps
            {
                Sid = "DetachThePredecessorsPolicy",
                Actions = ["iam:DetachRolePolicy"],
                Resources = [connectorRole],
                Conditions = Conditions.Of("ArnEquals", "iam:PolicyARN",
                    Allow.Iam(Here.ACCOUNT_ID, "policy/CloudOneWorkloadConnectorPolicy")),
            }),
            Allow.To("TellPeople", [props.Topic.TopicArn], "sns:Publish"),
            Allow.To("RememberWhatWasTold", [props.Notifications.TableArn], "dynamodb:PutItem"),
            // What DynamoDB does with a key of ours it does as whoever calls it, beyond what UseTheKey allows.
            Allow.To("UseTheKeyForTheTable", [props.Key.KeyArn], "kms:DescribeKey", "kms:Encrypt",
                "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"),
        ];
    }
}
