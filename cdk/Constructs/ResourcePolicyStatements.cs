using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SQS;

namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>Statements that the policies of several resources share.</summary>
internal static class ResourcePolicyStatements
{
    /// <summary>
    /// No queue may name this one as its dead-letter queue: SQS would move that queue's messages here, past the queue's
    /// policy. Without this, every queue of the account and region may.
    /// </summary>
    public static IRedriveAllowPolicy NoDeadLetterQueue { get; } =
        new RedriveAllowPolicy { RedrivePermission = RedrivePermission.DENY_ALL };

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

    /// <summary>
    /// Denies messages of every principal of IAM except the given roles (ARNs or patterns), whatever their own policies
    /// allow. AWS services are not denied here; the queue's policy allows only those that it names.
    /// </summary>
    public static void DenyOtherSenders(this IQueue queue, params string[] roles)
    {
        var conditions = Conditions.Create("BoolIfExists", "aws:PrincipalIsAWSService", "false");
        if (roles.Length > 0)
        {
            // The ARN of the role, also if a session of the role sends.
            conditions["ArnNotLike"] =
                new Dictionary<string, object>(StringComparer.Ordinal) { ["aws:PrincipalArn"] = roles };
        }

        queue.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Sid = "OtherSenders",
            Effect = Effect.DENY,
            Principals = [new AnyPrincipal()],
            Actions = ["sqs:SendMessage"],
            Resources = [queue.QueueArn],
            Conditions = conditions,
        }));
    }

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
