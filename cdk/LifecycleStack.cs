using Amazon.CDK;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SNS;
using Constructs;
using ControlTowerLifecycle.Cdk.Constructs;

namespace ControlTowerLifecycle.Cdk;

/// <summary>
/// The stack of the home region, in the management account. It only wires; docs/design.md has the picture.
/// </summary>
internal sealed class LifecycleStack : ReadableStack
{
    private static readonly Duration LifecycleTimeout = Duration.Minutes(2);

    /// <summary>Rules know no partition, only regions.</summary>
    private static readonly string[] RegionsOfOtherPartitions =
        ["us-gov-east-1", "us-gov-west-1", "cn-north-1", "cn-northwest-1"];

    public LifecycleStack(Construct scope, string id, IStackProps props, StackSettings settings)
        : base(scope, id, props)
    {
        var parameters = new LifecycleParameters(this, settings.IsLaunchTemplate);
        var key = Key();
        var secret = new ApiKeySecret(this, "ApiKeySecret", new ApiKeySecretProps
        {
            ApiKey = parameters.Protection.ApiKey,
            ExistingArn = parameters.Protection.SecretArn,
            ExistingKeyArn = parameters.Protection.SecretKeyArn,
            Key = key,
        });
        RefuseWhatDoesNotFit(parameters);
        var work = new WorkQueue(this, "WorkQueue",
            new WorkQueueProps { Key = key, FunctionTimeout = LifecycleTimeout });
        var topic = new NotificationTopic(this, "Notifications", new NotificationTopicProps
        {
            Key = key,
            Email = parameters.Operation.NotificationEmail,
        }).Topic;
        var notifications = new NotificationTable(
            this, "NotificationTable", new NotificationTableProps { Key = key }).Table;
        var package = Package(settings.Package, parameters, secret, key, work);
        var namesUnits = new CfnCondition(this, "NamesUnits", new CfnConditionProps
        {
            Expression = Fn.ConditionNot(Fn.ConditionEquals(
                Fn.Join("",
                    [parameters.Scope.IncludedUnits.ValueAsString, parameters.Scope.ExcludedUnits.ValueAsString]), "")),
        });
        var lifecycle = new LifecycleFunction(this, "Lifecycle", new LifecycleFunctionProps
        {
            Parameters = parameters,
            Package = package,
            NamesUnits = namesUnits,
            Work = work,
            Topic = topic,
            Notifications = notifications,
            Key = key,
        });
        var backfill = new BackfillFunction(this, "Backfill", new BackfillFunctionProps
        {
            Parameters = parameters,
            Package = package,
            NamesUnits = namesUnits,
            Work = work,
        });
        var rules = Rules(parameters, work, backfill.Packaged);
        _ = new AccountBackfill(this, "AccountBackfill", new AccountBackfillProps
        {
            Function = backfill.Packaged.Function,
            Revision = Revision.Of(settings.Package, settings.ConnectorPolicy),
            Settings = package.Environment,
            After = [lifecycle.Mapping, work, backfill.Continuation, .. rules],
        });

        var watched = new WatchedProps { Work = work, Lifecycle = lifecycle.Packaged, Backfill = backfill.Packaged };
        var alarms = new Alarms(this, "Alarm", watched, topic);
        var overview = new Overview(this, "Overview", watched, alarms);
        Outputs(watched, topic, overview);
    }

    private void RefuseWhatDoesNotFit(LifecycleParameters parameters)
    {
        Refusal.Unless(
            this,
            "VendorAccountOfThisPartition",
            Fn.ConditionNot(Fn.ConditionEquals(
                parameters.Protection.VendorAccountId.ValueAsString, ProtectionParameters.SaasVendorAccountId)),
            "The vendor's AWS account of the SaaS regions cannot be trusted in this partition: give the one that your "
            + "manager's operator names.",
            when: Fn.ConditionContains(RegionsOfOtherPartitions, Here.REGION));
        Refusal.Unless(
            this,
            "ConnectorRoleOfItsOwn",
            Fn.ConditionNot(Fn.ConditionEquals(
                parameters.Roles.Connector.ValueAsString, parameters.Roles.Execution.ValueAsString)),
            "Connector role and execution role must be two roles: the vendor assumes the connector role, and the "
            + "execution role may do everything in every account.");
    }

    private Key Key() => new EncryptionKey(this, "EncryptionKey", new EncryptionKeyProps
    {
        Description = "Control Tower Lifecycle: secret, queues, notifications and logs",
        // Whoever deletes it makes a retained secret and kept logs unreadable. Of a failed creation it goes.
        RemovalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        Services =
        [
            EncryptionKey.LogsOfThisStack(),
            EncryptionKey.EventsToTheQueues(),
            EncryptionKey.AlarmsToTheTopic(),
        ],
    }).Key;

    private void Outputs(WatchedProps watched, Topic topic, Overview overview)
    {
        Output("LifecycleFunction", watched.Lifecycle.Function.FunctionName,
            "Invoke it with {\"accountId\": \"111122223333\"} to run one account again.");
        Output("BackfillFunction", watched.Backfill.Function.FunctionName,
            "Invoke it with {\"reconcile\": \"all\"} to look at all accounts now.");
        Output("WorkQueue", watched.Work.Queue.QueueUrl, "What is to be done; dead letters are moved back to it.");
        Output("DeadLetters", watched.Work.DeadLetters.QueueUrl, "What came to nothing.");
        Output("NotificationTopic", topic.TopicArn, "Subscribe whoever has to know of failures.");
        Output("Dashboard", overview.Dashboard.DashboardName,
            "Is every account protected, what is failing, what is queued.");
    }

    /// <summary>What both functions have alike.</summary>
    private PackagedFunctionProps Package(
        FunctionPackage package, LifecycleParameters parameters, ApiKeySecret secret, IKey key, WorkQueue work) => new()
        {
            Code = CodeOf(package, parameters),
            Runtime = package.Runtime,
            Timeout = LifecycleTimeout,
            Environment = FunctionEnvironment.Of(parameters, secret.Arn),
            Permissions = [Allow.ReadingTheApiKey(secret.Arn)],
            ConditionalPermissions =
            [
                Allow.DecryptingAnExistingSecret(secret, parameters.Protection.SecretKeyArn),
            ],
            Key = key,
            DeadLetters = work.DeadLetters,
            LogRetentionDays = parameters.Operation.LogRetentionDays,
        };

    private Code CodeOf(FunctionPackage package, LifecycleParameters parameters) => parameters.Artifact is { } artifact
        ? Code.FromBucket(
            Bucket.FromBucketName(this, "Artifacts", artifact.Bucket.ValueAsString),
            $"{artifact.Prefix.ValueAsString}{package.ObjectName}")
        : Code.FromAsset(package.Path);

    private EventRule[] Rules(LifecycleParameters parameters, WorkQueue work, PackagedFunction backfill) =>
    [
        new EventRule(this, "ControlTowerAccounts", new EventRuleProps
        {
            Description = "Accounts that Control Tower vended, enrolled, changed or gave up",
            Pattern = EventPatterns.AccountsOfControlTower(),
            Target = new EventTarget.ToQueue(work.Queue),
            DeadLetters = work.DeadLetters,
        }),
        new EventRule(this, "OrganizationsAccounts", new EventRuleProps
        {
            Description = "Accounts that left the organization; forwarded from where Organizations tells it",
            Pattern = EventPatterns.AccountsOfOrganizations(),
            Target = new EventTarget.ToQueue(work.Queue),
            DeadLetters = work.DeadLetters,
        }),
        new EventRule(this, "OrganizationWide", new EventRuleProps
        {
            Description = "What concerns a whole organizational unit or the landing zone",
            Pattern = EventPatterns.OrganizationWide(),
            Target = new EventTarget.ToFunction(backfill.Function),
            DeadLetters = work.DeadLetters,
        }),
        new EventRule(this, "Reconcile", new EventRuleProps
        {
            Description = "Control Tower's events are best effort: what one of them missed is found on the schedule",
            Schedule = parameters.Operation.ReconcileSchedule.ValueAsString,
            Target = new EventTarget.ToFunction(backfill.Function),
            DeadLetters = work.DeadLetters,
        }),
    ];

    private void Output(string id, string value, string description) =>
        new CfnOutput(this, $"{id}Output",
            new CfnOutputProps { Value = value, Description = description }).OverrideLogicalId(id);
}
