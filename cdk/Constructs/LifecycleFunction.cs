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

    public required ChosenProtections Protections { get; init; }

    public required ApiKeySecrets Secrets { get; init; }

    /// <summary>True if units are included or excluded.</summary>
    public required CfnCondition NamesUnits { get; init; }

    public required WorkQueue Work { get; init; }

    public required ITopic Topic { get; init; }

    /// <summary>The table of notifications and registrations.</summary>
    public required ITable Notifications { get; init; }

    /// <summary>Encrypts the table.</summary>
    public required IKey Key { get; init; }
}

/// <summary>Processes the work queue: onboards the accounts that its messages name.</summary>
internal sealed class LifecycleFunction : Construct
{
    public LifecycleFunction(Construct scope, string id, LifecycleFunctionProps props)
        : base(scope, id)
    {
        Packaged = new PackagedFunction(this, "Function", props.Package with
        {
            Description = "Control Tower Lifecycle: onboards the accounts in the work queue",
            Environment = new Dictionary<string, string>(props.Package.Environment, StringComparer.Ordinal)
            {
                ["LIFECYCLE_FUNCTION"] = "lifecycle",
                ["WORK_QUEUE_URL"] = props.Work.Queue.QueueUrl,
                ["DEAD_LETTER_QUEUE_URL"] = props.Work.DeadLetters.QueueUrl,
                ["MAXIMUM_RECEIVES"] = WorkQueue.MaxReceiveCount.ToString(CultureInfo.InvariantCulture),
                ["NOTIFICATION_TOPIC_ARN"] = props.Topic.TopicArn,
                ["NOTIFICATION_TABLE_NAME"] = props.Notifications.TableName,
                ["EVENT_BUS_NAME"] = RoleStatements.DefaultBus,
            },
            Permissions = Permissions(props),
            OwnPermissions = [RoleStatements.EnterAccounts(props.Parameters.Roles)],
            ConditionalOwnPermissions =
            [
                props.Protections.WorkloadSecurity.Permission(
                    [RoleStatements.ReadApiKey("ApiKey", props.Secrets.WorkloadSecurity), .. OwnConnectorRole(props.Parameters.Roles)]),
                props.Protections.CloudAccounts.Permission(
                    [
                        RoleStatements.ReadApiKey("VisionOneKey", props.Secrets.CloudAccounts),
                        .. new VisionOneStatements(props.Protections.OidcHost).Create(),
                    ]),
            ],
            ConditionalPermissions =
            [
                .. props.Package.ConditionalPermissions,
                // The units above an account are read only if units are included or excluded.
                new("Units", props.NamesUnits, RoleStatements.ReadUnits()),
                // Control Tower confirms that an account left before the account is disconnected.
                new("Offboarding", new CfnCondition(this, "Disconnects", new CfnConditionProps
                {
                    Expression = Fn.ConditionEquals(props.Parameters.Scope.AccountLeft.ValueAsString, "disconnect"),
                }), RoleStatements.ReadGovernance()),
            ],
        });
        Mapping = new EventSourceMapping(this, "Mapping", new EventSourceMappingProps
        {
            Target = Packaged.Function,
            EventSourceArn = props.Work.Queue.QueueArn,
            BatchSize = 10,
            // Only the failed messages of a batch return to the queue.
            ReportBatchItemFailures = true,
            // Reserved concurrency instead would throttle Lambda after it received messages, which counts as a receive.
            MaxConcurrency = Token.AsNumber(props.Parameters.Operation.MaximumConcurrency.Value),
        });
        Mapping.Node.AddDependency(Packaged.OwnPolicy);
    }

    public PackagedFunction Packaged { get; }

    public EventSourceMapping Mapping { get; }

    private static PolicyStatement[] Permissions(LifecycleFunctionProps props) =>
    [
        RoleStatements.ProcessQueue(props.Work.Queue),
        // Messages that this function sends to itself later. The queue's policy allows them too.
        RoleStatements.Allow("QueueItsOwnMessages", [props.Work.Queue.QueueArn], "sqs:SendMessage"),
        RoleStatements.ReportOutcomes(),
        // Accounts are vended later.
        RoleStatements.Allow("ReadAccounts", [RoleStatements.OrganizationsArn("account/*")],
            "organizations:DescribeAccount"),
        .. RoleStatements.NotifyOnce(props.Topic, props.Notifications, props.Key),
    ];

    private static PolicyStatement[] OwnConnectorRole(RoleParameters roles)
    {
        var connectorRole = RoleStatements.OwnConnectorRoleArn(roles);
        return
        [
            // The management account has no execution role, so the function creates its connector role directly.
            RoleStatements.Allow("CreateItsOwnConnectorRole", [connectorRole],
                "iam:CreateRole", "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies",
                "iam:ListRolePolicies", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:TagRole",
                "iam:UpdateAssumeRolePolicy"),
            new PolicyStatement(new PolicyStatementProps
            {
                Sid = "DetachThePredecessorsPolicy",
                Actions = ["iam:DetachRolePolicy"],
                Resources = [connectorRole],
                Conditions = Conditions.Create("ArnEquals", "iam:PolicyARN",
                    RoleStatements.IamArn(PseudoParameter.ACCOUNT_ID, "policy/CloudOneWorkloadConnectorPolicy")),
            }),
        ];
    }
}
