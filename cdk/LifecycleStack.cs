using Amazon.CDK;
using Amazon.CDK.AWS.KMS;
using Constructs;
using ControlTowerLifecycle.Cdk.Constructs;

namespace ControlTowerLifecycle.Cdk;

/// <summary>
/// The main stack, in the management account and the home region. It only connects constructs; docs/design.md has the
/// picture.
/// </summary>
internal sealed class LifecycleStack : PlainIdStack
{
    private static readonly Duration LifecycleTimeout = Duration.Minutes(2);

    /// <summary>A rule of a template cannot use the partition.</summary>
    private static readonly string[] RegionsOfOtherPartitions =
        ["us-gov-east-1", "us-gov-west-1", "cn-north-1", "cn-northwest-1"];

    public LifecycleStack(Construct scope, string id, IStackProps props, StackSettings settings)
        : base(scope, id, props)
    {
        var parameters = new LifecycleParameters(this, settings.IsLaunchTemplate, settings.Architectures);
        var key = Key();
        var protections = new ChosenProtections(this, "With", parameters);
        var secrets = Secrets(parameters, protections, key);
        AddParameterRules(parameters);
        var work = new WorkQueue(this, "WorkQueue",
            new WorkQueueProps { Key = key, FunctionTimeout = LifecycleTimeout });
        var topic = new NotificationTopic(this, "Notifications",
            new NotificationTopicProps { Key = key, Email = parameters.Operation.NotificationEmail }).Topic;
        var notifications = new NotificationTable(
            this, "NotificationTable", new NotificationTableProps { Key = key }).Table;
        var package = Package(settings, parameters, secrets, key, work);
        var namesUnits = NamesUnits(parameters.Scope);
        var lifecycle = new LifecycleFunction(this, "Lifecycle", new LifecycleFunctionProps
        {
            Parameters = parameters,
            Package = package,
            Protections = protections,
            Secrets = secrets,
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
            Protections = protections,
            Secrets = secrets,
            NamesUnits = namesUnits,
            Work = work,
        });
        var rules = Rules(parameters, work, backfill.Packaged);
        DenyOtherSenders(work, lifecycle.Packaged, backfill.Packaged, parameters.Operation);
        _ = new AccountBackfill(this, "AccountBackfill", new AccountBackfillProps
        {
            Function = backfill.Packaged.Function,
            Revision = Revision.Compute(settings.Package, settings.ConnectorPolicy),
            Settings = package.Environment,
            After = [lifecycle.Mapping, work, backfill.Continuation, backfill.Packaged.OwnPolicy, .. rules],
        });

        AddMonitoring(
            new MonitoringProps { Work = work, Lifecycle = lifecycle.Packaged, Backfill = backfill.Packaged, Topic = topic },
            secrets,
            settings.Version);
        _ = new KeyRotation(this, "KeyRotation", new KeyRotationProps
        {
            Parameters = parameters,
            Package = package,
            Secret = secrets.WorkloadSecurity,
            Topic = topic,
        });
        _ = new SupportCase(this, "SupportCase", new SupportCaseProps(parameters, package, topic, notifications, key));
    }

    private ApiKeySecrets Secrets(LifecycleParameters parameters, ChosenProtections protections, IKey key) => new(
        new ApiKeySecret(this, "ApiKeySecret", new ApiKeySecretProps
        {
            Product = "Trend Server & Workload Protection",
            Protection = protections.WorkloadSecurity,
            ApiKey = parameters.Protection.ApiKey,
            ExistingArn = parameters.Protection.SecretArn,
            ExistingKeyArn = parameters.Protection.SecretKeyArn,
            Key = key,
        }),
        new ApiKeySecret(this, "VisionOneSecret", new ApiKeySecretProps
        {
            Product = "Trend Vision One",
            Protection = protections.CloudAccounts,
            ApiKey = parameters.CloudAccounts.ApiKey,
            ExistingArn = parameters.CloudAccounts.SecretArn,
            ExistingKeyArn = parameters.CloudAccounts.SecretKeyArn,
            Key = key,
        }));

    private static void DenyOtherSenders(
        WorkQueue work, PackagedFunction lifecycle, PackagedFunction backfill, OperationParameters operation)
    {
        work.Queue.DenyOtherSenders(lifecycle.RoleArn, backfill.RoleArn, RoleStatements.OperatorRoleArn(operation));
        work.DeadLetters.DenyOtherSenders(lifecycle.RoleArn, backfill.RoleArn);
    }

    private void AddMonitoring(MonitoringProps resources, ApiKeySecrets secrets, string version)
    {
        var alarms = new Alarms(this, "Alarm", resources);
        _ = new StackOutputs(this, "Outputs", new StackOutputsProps
        {
            Resources = resources,
            Dashboard = new LifecycleDashboard(this, "Overview", resources, alarms).Dashboard,
            Secrets = secrets,
            Version = version,
        });
    }

    /// <summary>True if units are included or excluded.</summary>
    private CfnCondition NamesUnits(ScopeParameters scope) => new(this, "NamesUnits", new CfnConditionProps
    {
        Expression = Fn.ConditionNot(Fn.ConditionEquals(
            Fn.Join("", [scope.IncludedUnits.ValueAsString, scope.ExcludedUnits.ValueAsString]), "")),
    });

    private void AddParameterRules(LifecycleParameters parameters)
    {
        ParameterRule.Add(
            this,
            "VendorAccountOfThisPartition",
            Fn.ConditionNot(Fn.ConditionEquals(
                parameters.Protection.VendorAccountId.ValueAsString, ProtectionParameters.SaasVendorAccountId)),
            "The vendor's AWS account of the SaaS regions cannot be trusted in this partition. Enter the account that "
            + "your manager runs in.",
            when: Fn.ConditionContains(RegionsOfOtherPartitions, PseudoParameter.REGION));
        ParameterRule.Add(
            this,
            "ConnectorRoleOfItsOwn",
            Fn.ConditionNot(Fn.ConditionEquals(
                parameters.Roles.Connector.ValueAsString, parameters.Roles.Execution.ValueAsString)),
            "ConnectorRoleName and ExecutionRoleName must be different: the vendor assumes the connector role, and the "
            + "execution role has every permission in every account.");
    }

    private Key Key() => new EncryptionKey(this, "EncryptionKey", new EncryptionKeyProps
    {
        Description = "Control Tower Lifecycle: secret, queues, notifications and logs",
        // Without the key, a retained secret cannot be read. A failed creation of the stack deletes the key.
        RemovalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        Services =
        [
            EncryptionKey.LogsOfThisStack(),
            EncryptionKey.EventsToTheQueues(),
            EncryptionKey.AlarmsToTheTopic(),
        ],
    }).Key;

    /// <summary>The properties that both functions share.</summary>
    private PackagedFunctionProps Package(
        StackSettings settings, LifecycleParameters parameters, ApiKeySecrets secrets, IKey key, WorkQueue work) => new()
        {
            Code = new PackageCode(this, settings, parameters).Create(),
            Runtime = settings.Package.Runtime,
            Architecture = parameters.Architecture,
            Timeout = LifecycleTimeout,
            Environment = FunctionEnvironment.Create(parameters, secrets),
            ConditionalPermissions =
            [
                RoleStatements.DecryptExistingSecret(
                    "ExistingSecret", secrets.WorkloadSecurity, parameters.Protection.SecretKeyArn),
                RoleStatements.DecryptExistingSecret(
                    "ExistingVisionOneSecret", secrets.CloudAccounts, parameters.CloudAccounts.SecretKeyArn),
            ],
            Key = key,
            DeadLetters = work.DeadLetters,
            LogRetentionDays = parameters.Operation.LogRetentionDays,
        };

    private EventRule[] Rules(LifecycleParameters parameters, WorkQueue work, PackagedFunction backfill) =>
    [
        new EventRule(this, "ControlTowerAccounts", new EventRuleProps
        {
            Description = "Control Tower: accounts that it vended, enrolled, changed or stopped governing",
            Pattern = EventPatterns.ControlTowerAccounts(),
            Target = new EventTarget.ToQueue(work.Queue),
            DeadLetters = work.DeadLetters,
        }),
        new EventRule(this, "OrganizationsAccounts", new EventRuleProps
        {
            Description = "Organizations: accounts that left the organization",
            Pattern = EventPatterns.OrganizationsAccounts(),
            Target = new EventTarget.ToQueue(work.Queue),
            DeadLetters = work.DeadLetters,
        }),
        new EventRule(this, "OrganizationWide", new EventRuleProps
        {
            Description = "Control Tower: changes of a whole organizational unit or of the landing zone",
            Pattern = EventPatterns.OrganizationWide(),
            Target = new EventTarget.ToFunction(backfill.Function),
            DeadLetters = work.DeadLetters,
        }),
        new EventRule(this, "Reconcile", new EventRuleProps
        {
            Description = "Schedule: reconciles all accounts, because events are delivered at best effort",
            Schedule = parameters.Operation.ReconcileSchedule.ValueAsString,
            Target = new EventTarget.ToFunction(backfill.Function),
            DeadLetters = work.DeadLetters,
        }),
    ];
}
