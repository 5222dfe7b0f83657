using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SQS;
using Constructs;
using ControlTowerLifecycle.Cdk.Constructs;

namespace ControlTowerLifecycle.Cdk;

/// <summary>
/// Organizations tells of accounts that leave in one region of each partition only. Where that is not the home region,
/// this small stack goes there and forwards them to the home region's event bus. An alarm does not reach a topic of
/// another region, so it has a topic of its own.
/// </summary>
internal sealed class OrganizationsEventsStack : ReadableStack
{
    /// <summary>Of the commercial partition, GovCloud and China. Rules know no partition, only regions.</summary>
    private static readonly string[] RegionsOfOrganizations = ["us-east-1", "us-gov-west-1", "cn-northwest-1"];

    public OrganizationsEventsStack(Construct scope, string id, IStackProps props, string? homeRegion)
        : base(scope, id, props)
    {
        var page = new ParameterPage(this);
        var region = page.Group("Where the functions are").Text(
            "HomeRegion", "Home region", "Control Tower's home region, where the functions are.", homeRegion,
            @"[a-z]{2}(-[a-z]+)+-\d", "It takes a region such as eu-west-1.");
        var email = page.Group("Operation").Email(
            "NotificationEmail", "E-mail for failures", "Is told when an event was not forwarded");
        page.Publish();
        RefuseOtherRegions(region);

        var deadLetters = DeadLetters();
        var busArn = $"arn:{Here.PARTITION}:events:{region.ValueAsString}:{Here.ACCOUNT_ID}:event-bus/default";
        _ = new EventRule(this, "OrganizationsAccounts", new EventRuleProps
        {
            Description = "Accounts that left the organization, to the home region",
            Pattern = EventPatterns.AccountsOfOrganizations(),
            Target = new EventTarget.ToBus(busArn, Forwarder(busArn).AttrArn),
            DeadLetters = deadLetters,
        });
        _ = AlarmToTopic.When(this, "AlarmNotForwarded",
            AlarmToTopic.Most(deadLetters.MetricApproximateNumberOfMessagesVisible), 1,
            "An event of Organizations was not forwarded to the home region, so it is not known there that an account "
            + "left. Look at the dead letters, mend the cause, and send them to the work queue.",
            Topic(email));
    }

    private void RefuseOtherRegions(CfnParameter homeRegion)
    {
        Refusal.Unless(
            this,
            "RegionOfOrganizations",
            Fn.ConditionContains(RegionsOfOrganizations, Here.REGION),
            "Organizations tells nothing in this region. Launch this stack in "
            + $"{string.Join(" or ", RegionsOfOrganizations)}: the one of your partition.");
        Refusal.Unless(
            this,
            "HomeRegionIsAnother",
            Fn.ConditionNot(Fn.ConditionEquals(homeRegion.ValueAsString, Here.REGION)),
            "The home region is this region. Then the main stack gets these events by itself, and this stack is not "
            + "needed; otherwise give Control Tower's home region.");
    }

    private Queue DeadLetters()
    {
        var queue = new Queue(this, "DeadLetters", new QueueProps
        {
            Encryption = QueueEncryption.SQS_MANAGED,
            RetentionPeriod = Duration.Days(14),
        });
        queue.AddToResourcePolicy(Statements.TlsOnly("sqs:*", queue.QueueArn));
        return queue;
    }

    private CfnRole Forwarder(string busArn) => new(this, "ForwarderRole", new CfnRoleProps
    {
        Description = "Control Tower Lifecycle: forwards Organizations' account events to the home region",
        AssumeRolePolicyDocument = Document(new PolicyStatement(new PolicyStatementProps
        {
            Sid = "AssumedByEventBridge",
            Principals = [new ServicePrincipal("events.amazonaws.com")],
            Actions = ["sts:AssumeRole"],
            Conditions = Conditions.Of("StringEquals", "aws:SourceAccount", Here.ACCOUNT_ID),
        })),
        Policies = new object[]
        {
            new CfnRole.PolicyProperty
            {
                PolicyName = "Forward",
                PolicyDocument = Document(Allow.To("PutEventsOnTheHomeBus", [busArn], "events:PutEvents")),
            },
        },
    });

    // An alarm cannot publish to a topic under SNS's own key. Nothing is kept under this one, so it goes with the stack.
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
