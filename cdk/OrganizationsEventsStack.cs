using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SQS;
using Constructs;
using ControlTowerLifecycle.Cdk.Constructs;

namespace ControlTowerLifecycle.Cdk;

/// <summary>
/// Organizations tells of accounts that leave in one region of the partition only (us-east-1, us-gov-west-1,
/// cn-northwest-1). Where that is not the home region, this small stack goes there and forwards them to the home
/// region's event bus.
/// </summary>
internal sealed class OrganizationsEventsStack : ReadableStack
{
    public OrganizationsEventsStack(Construct scope, string id, IStackProps props, string? homeRegion)
        : base(scope, id, props)
    {
        var page = new ParameterPage(this);
        var region = page.Group("Where the functions are").Text(
            "HomeRegion", "Home region", "Control Tower's home region, where the functions are.", homeRegion,
            @"[a-z]{2}(-[a-z]+)+-\d", "It takes a region such as eu-west-1.");
        page.Publish();

        var busArn = $"arn:{Here.PARTITION}:events:{region.ValueAsString}:{Here.ACCOUNT_ID}:event-bus/default";
        var role = new CfnRole(this, "ForwarderRole", new CfnRoleProps
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
        var deadLetters = new Queue(this, "DeadLetters", new QueueProps
        {
            Encryption = QueueEncryption.SQS_MANAGED,
            RetentionPeriod = Duration.Days(14),
        });
        deadLetters.AddToResourcePolicy(Statements.TlsOnly("sqs:*", deadLetters.QueueArn));
        _ = new EventRule(this, "OrganizationsAccounts", new EventRuleProps
        {
            Description = "Accounts that left the organization, to the home region",
            Pattern = EventPatterns.AccountsOfOrganizations(),
            Target = new EventTarget.ToBus(busArn, role.AttrArn),
            DeadLetters = deadLetters,
        });
    }

    private static PolicyDocument Document(PolicyStatement statement) =>
        new(new PolicyDocumentProps { Statements = [statement] });
}
