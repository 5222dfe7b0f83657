using System.Globalization;
using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.SNS;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

/// <param name="Parameters">The parameters of the stack.</param>
/// <param name="Package">The properties that all functions share.</param>
/// <param name="Topic">Notified if no case can be opened.</param>
/// <param name="Notifications">The table of notifications, which also has the accounts with a case.</param>
/// <param name="Key">Encrypts the queues.</param>
internal sealed record SupportCaseProps(
    LifecycleParameters Parameters, PackagedFunctionProps Package, ITopic Topic, ITable Notifications, IKey Key);

/// <summary>
/// An AWS Support case for each new account: rule, queue with dead letters of its own, function, alarm. Nothing of it exists
/// while it is off. Dead letters of its own, because those of the work queue are redriven to the work queue.
/// </summary>
internal sealed class SupportCase : Construct
{
    private static readonly Duration Timeout = Duration.Minutes(1);

    public SupportCase(Construct scope, string id, SupportCaseProps props)
        : base(scope, id)
    {
        var isOn = new CfnCondition(this, "IsOn", new CfnConditionProps
        {
            Expression = Fn.ConditionEquals(props.Parameters.SupportCase.IsOn.ValueAsString, "true"),
        });
        var work = new WorkQueue(this, "Queue", new WorkQueueProps { Key = props.Key, FunctionTimeout = Timeout });
        var packaged = Function(props, work);
        var mapping = new EventSourceMapping(this, "Mapping", new EventSourceMappingProps
        {
            Target = packaged.Function,
            EventSourceArn = work.Queue.QueueArn,
            BatchSize = 10,
            ReportBatchItemFailures = true,
            // The least that Lambda allows. AWS Support is no place for bursts.
            MaxConcurrency = 2,
        });
        mapping.Node.AddDependency(packaged.OwnPolicy);
        _ = new EventRule(this, "NewAccounts", new EventRuleProps
        {
            Description = "Lifecycle: new accounts, for which a support case is opened",
            Pattern = EventPatterns.NewAccounts(),
            Target = new EventTarget.ToQueue(work.Queue),
            DeadLetters = work.DeadLetters,
        });
        work.Queue.DenyOtherSenders(RoleStatements.OperatorRoleArn(props.Parameters.Operation));
        work.DeadLetters.DenyOtherSenders(packaged.RoleArn);
        var alarm = TopicAlarm.Create(
            scope,
            "AlarmSupportCases",
            TopicAlarm.MaximumPerMinute(work.DeadLetters.MetricApproximateNumberOfMessagesVisible),
            1,
            "No support case was opened for a new account. The account is protected. Read the dead letters of support cases, fix "
            + "the cause, and redrive them.",
            props.Topic);
        foreach (var resource in Node.FindAll().Concat(alarm.Node.FindAll()).OfType<CfnResource>())
            resource.CfnOptions.Condition = isOn;
    }

    private PackagedFunction Function(SupportCaseProps props, WorkQueue work) => new(this, "Function", props.Package with
    {
        Description = "Control Tower Lifecycle: opens support cases for new accounts",
        Timeout = Timeout,
        Environment = new Dictionary<string, string>(FunctionEnvironment.CreateForSupportCase(props.Parameters), StringComparer.Ordinal)
        {
            ["WORK_QUEUE_URL"] = work.Queue.QueueUrl,
            ["DEAD_LETTER_QUEUE_URL"] = work.DeadLetters.QueueUrl,
            ["MAXIMUM_RECEIVES"] = WorkQueue.MaxReceiveCount.ToString(CultureInfo.InvariantCulture),
            ["NOTIFICATION_TOPIC_ARN"] = props.Topic.TopicArn,
            ["NOTIFICATION_TABLE_NAME"] = props.Notifications.TableName,
        },
        Permissions =
        [
            RoleStatements.ProcessQueue(work.Queue),
            RoleStatements.Allow("SendToDeadLetters", [work.DeadLetters.QueueArn], "sqs:SendMessage"),
            .. RoleStatements.NotifyOnce(props.Topic, props.Notifications, props.Key),
        ],
        // Both operations support no resource.
        OwnPermissions = [RoleStatements.Allow("OpenSupportCases", ["*"], "support:CreateCase", "support:DescribeCases")],
        ConditionalPermissions = [],
        // Only its mapping invokes it.
        DeadLetters = null,
    });
}
