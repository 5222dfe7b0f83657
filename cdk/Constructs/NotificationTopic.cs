using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.SNS;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

internal sealed record NotificationTopicProps
{
    public required IKey Key { get; init; }

    /// <summary>Empty for none.</summary>
    public required CfnParameter Email { get; init; }
}

/// <summary>Where people are told of what needs them: failures that no retry mends, and alarms.</summary>
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
        // A topic's policy can refuse its own actions one by one only: SNS takes no "sns:*".
        Topic.AddToResourcePolicy(Statements.TlsOnly("sns:Publish", Topic.TopicArn));
        Topic.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Sid = "AlarmsOfThisAccount",
            Principals = [new ServicePrincipal("cloudwatch.amazonaws.com")],
            Actions = ["sns:Publish"],
            Resources = [Topic.TopicArn],
            Conditions = Conditions.Of("StringEquals", "aws:SourceAccount", Here.ACCOUNT_ID),
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
