using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SQS;

namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>Statements that the policies of several resources share.</summary>
internal static class ResourcePolicyStatements
{
    /// <summary>Denies every action to every principal without TLS. Only this statement names all of both.</summary>
    public static PolicyStatement TlsOnly(string actions, string arn) => new(new PolicyStatementProps
    {
        Sid = "TlsOnly",
        Effect = Effect.DENY,
        Principals = [new AnyPrincipal()],
        Actions = [actions],
        Resources = [arn],
        Conditions = Conditions.Create("Bool", "aws:SecureTransport", "false"),
    });

    /// <summary>Allows one EventBridge rule to send events to a queue.</summary>
    public static void AllowRule(this IQueue queue, string sid, string ruleArn) => queue.AddToResourcePolicy(
        new PolicyStatement(new PolicyStatementProps
        {
            Sid = sid,
            Principals = [new ServicePrincipal("events.amazonaws.com")],
            Actions = ["sqs:SendMessage"],
            Resources = [queue.QueueArn],
            Conditions = Conditions.Create("ArnEquals", "aws:SourceArn", ruleArn),
        }));
}
