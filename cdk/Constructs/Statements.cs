using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SQS;

namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>Statements of resource policies that several resources have.</summary>
internal static class Statements
{
    /// <summary>
    /// Refuses everybody without TLS. A refusal is the one place where all actions and all principals are meant.
    /// </summary>
    public static PolicyStatement TlsOnly(string actions, string arn) => new(new PolicyStatementProps
    {
        Sid = "TlsOnly",
        Effect = Effect.DENY,
        Principals = [new AnyPrincipal()],
        Actions = [actions],
        Resources = [arn],
        Conditions = Conditions.Of("Bool", "aws:SecureTransport", "false"),
    });

    /// <summary>Lets one rule of EventBridge put events into a queue.</summary>
    public static void AcceptFrom(this IQueue queue, string sid, string ruleArn) => queue.AddToResourcePolicy(
        new PolicyStatement(new PolicyStatementProps
        {
            Sid = sid,
            Principals = [new ServicePrincipal("events.amazonaws.com")],
            Actions = ["sqs:SendMessage"],
            Resources = [queue.QueueArn],
            Conditions = Conditions.Of("ArnEquals", "aws:SourceArn", ruleArn),
        }));
}
