using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.SNS;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

internal sealed record NotificationTopicProps
{
    public required IKey Key { get; init; }

    /// <summary>The subscriber; empty for none.</summary>
    public required CfnParameter Email { get; init; }
}

/// <summary>Notifies operators of failures that need them, and of alarms.</summary>
internal sealed class NotificationTopic : Construct
{
    public NotificationTopic(Construct scope, string id, NotificationTopicProps props)
        : base(scope, id)
    {
        Topic = new Topic(this, "Resource", new TopicProps
        {
            DisplayName = "Control Tower Lifecycle",
            MasterKey = props.Key,
        });
        // The policy of a topic must name each action: SNS does not accept "sns:*".
        Topic.AddToResourcePolicy(ResourcePolicyStatements.TlsOnly("sns:Publish", Topic.TopicArn));
        Topic.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Sid = "AlarmsOfThisAccount",
            Principals = [new ServicePrincipal("cloudwatch.amazonaws.com")],
            Actions = ["sns:Publish"],
            Resources = [Topic.TopicArn],
            Conditions = Conditions.Create("StringEquals", "aws:SourceAccount", PseudoParameter.ACCOUNT_ID),
        }));

        var hasEmail = new CfnCondition(this, "HasEmail", new CfnConditionProps
        {
            Expression = Fn.ConditionNot(Fn.ConditionEquals(props.Email.ValueAsString, "")),
        });
        var subscription = new CfnSubscription(this, "Email", new CfnSubscriptionProps
        {
            TopicArn = Topic.TopicArn,
            Protocol = "email",
            Endpoint = props.Email.ValueAsString,
        });
        subscription.CfnOptions.Condition = hasEmail;
    }

    public Topic Topic { get; }
}
