using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SQS;
using Constructs;
using ControlTowerLifecycle.Cdk.Constructs;

namespace ControlTowerLifecycle.Cdk;

/// <summary>
/// Organizations sends its events in one region of each partition only. If that is not the home region, this stack
/// forwards the events of accounts that leave from there to the home region's event bus. An alarm cannot publish to a
/// topic in another region, so this stack has its own topic.
/// </summary>
internal sealed class OrganizationsEventsStack : PlainIdStack
{
    /// <summary>Of the commercial partition, GovCloud and China. A rule cannot use the partition.</summary>
    private static readonly string[] RegionsOfOrganizations = ["us-east-1", "us-gov-west-1", "cn-northwest-1"];

    public OrganizationsEventsStack(Construct scope, string id, IStackProps props, StackSettings settings)
        : base(scope, id, props)
    {
        var console = new ConsoleParameters(this);
        var region = console.Group("Home region").Text(
            "HomeRegion", "Home region", "Control Tower's home region, which has the main stack.", settings.HomeRegion,
            @"[a-z]{2}(-[a-z]+)+-\d", "Enter a region such as eu-west-1.");
        var email = console.Group("Operation").Email(
            "NotificationEmail", "Email for failures", "Receives an alarm if an event was not forwarded.");
        console.AddMetadata();
        AddRegionRules(region);

        var deadLetters = DeadLetters();
        var busArn = $"arn:{PseudoParameter.PARTITION}:events:{region.ValueAsString}"
            + $":{PseudoParameter.ACCOUNT_ID}:event-bus/default";
        _ = new EventRule(this, "OrganizationsAccounts", new EventRuleProps
        {
            Description = "Organizations: accounts that left, forwarded to the home region",
            Pattern = EventPatterns.OrganizationsAccounts(),
            Target = new EventTarget.ToBus(busArn, Forwarder(busArn).AttrArn),
            DeadLetters = deadLetters,
        });
        _ = TopicAlarm.Create(this, "AlarmNotForwarded",
            TopicAlarm.MaximumPerMinute(deadLetters.MetricApproximateNumberOfMessagesVisible), 1,
            "An event of Organizations was not forwarded to the home region, so the functions do not know that an "
            + "account left. Read the dead letters, fix the cause, and send them to the work queue.",
            Topic(email));
        new CfnOutput(this, "Version", new CfnOutputProps { Value = settings.Version, Description = StackOutputs.VersionDescription })
            .OverrideLogicalId("Version");
    }

    private void AddRegionRules(CfnParameter homeRegion)
    {
        ParameterRule.Add(
            this,
            "RegionOfOrganizations",
            Fn.ConditionContains(RegionsOfOrganizations, PseudoParameter.REGION),
            "Organizations sends no events in this region. Launch this stack in the region of your partition: "
            + $"{string.Join(", ", RegionsOfOrganizations)}.");
        ParameterRule.Add(
            this,
            "HomeRegionIsAnother",
            Fn.ConditionNot(Fn.ConditionEquals(homeRegion.ValueAsString, PseudoParameter.REGION)),
            "HomeRegion is this region. If that is right, this stack is not needed: the main stack receives these "
            + "events itself. Otherwise enter Control Tower's home region.");
    }

    private Queue DeadLetters()
    {
        var queue = new Queue(this, "DeadLetters", new QueueProps
        {
            Encryption = QueueEncryption.SQS_MANAGED,
            RetentionPeriod = Duration.Days(14),
            RedriveAllowPolicy = ResourcePolicyStatements.NoDeadLetterQueue,
        });
        queue.AddToResourcePolicy(ResourcePolicyStatements.TlsOnly("sqs:*", queue.QueueArn));
        queue.DenyOtherSenders();
        return queue;
    }

    private CfnRole Forwarder(string busArn) => new(this, "ForwarderRole", new CfnRoleProps
    {
        Description = "Control Tower Lifecycle: forwards account events of Organizations to the home region",
        AssumeRolePolicyDocument = Document(new PolicyStatement(new PolicyStatementProps
        {
            Sid = "AssumedByEventBridge",
            Principals = [new ServicePrincipal("events.amazonaws.com")],
            Actions = ["sts:AssumeRole"],
            Conditions = Conditions.Create("StringEquals", "aws:SourceAccount", PseudoParameter.ACCOUNT_ID),
        })),
        Policies = new object[]
        {
            new CfnRole.PolicyProperty
            {
                PolicyName = "Forward",
                PolicyDocument = Document(RoleStatements.Allow("PutEventsOnTheHomeBus", [busArn], "events:PutEvents")),
            },
        },
    });

    // An alarm cannot publish to a topic with the AWS managed key. This key encrypts nothing that is stored, so it is
    // deleted with the stack.
    private Topic Topic(CfnParameter email) => new NotificationTopic(
        this, "ForwarderNotifications", new NotificationTopicProps
        {
            Key = new EncryptionKey(this, "ForwarderKey", new EncryptionKeyProps
            {
                Description = "Control Tower Lifecycle: notifications of the forwarder",
                RemovalPolicy = RemovalPolicy.DESTROY,
                Services = [EncryptionKey.AlarmsToTheTopic()],
            }).Key,
            Email = email,
        }).Topic;

    private static PolicyDocument Document(PolicyStatement statement) =>
        new(new PolicyDocumentProps { Statements = [statement] });
}
