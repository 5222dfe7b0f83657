using Amazon.CDK;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.SQS;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

internal sealed record WorkQueueProps
{
    public required IKey Key { get; init; }

    /// <summary>The timeout of the function that processes the queue.</summary>
    public required Duration FunctionTimeout { get; init; }
}

/// <summary>
/// The queue of accounts to onboard, and the queue of messages that failed permanently. Both keep messages for 14 days,
/// the maximum of SQS, so that operators have time to react.
/// </summary>
internal sealed class WorkQueue : Construct
{
    /// <summary>
    /// With the function's back-off of 30 seconds to 15 minutes this is about three hours: longer than a new account
    /// refuses access, and longer than most outages. The lifecycle function gets the same number and sends the dead
    /// letter itself at the last receive; SQS does it if every process crashes before.
    /// </summary>
    public const int MaxReceiveCount = 20;

    public WorkQueue(Construct scope, string id, WorkQueueProps props)
        : base(scope, id)
    {
        DeadLetters = Encrypted("DeadLetters", props, Duration.Minutes(5), null);
        Queue = Encrypted(
            "Resource",
            props,
            // Lambda recommends six times the function's timeout. With less, a throttled batch returns to the queue
            // while it is processed.
            Duration.Seconds(6 * props.FunctionTimeout.ToSeconds()),
            new DeadLetterQueue { Queue = DeadLetters, MaxReceiveCount = MaxReceiveCount },
            ResourcePolicyStatements.NoDeadLetterQueue);
    }

    public Queue Queue { get; }

    /// <summary>Dead letters of the queue, of every rule and of every asynchronous invocation.</summary>
    public Queue DeadLetters { get; }

    private Queue Encrypted(
        string id, WorkQueueProps props, Duration visibility, DeadLetterQueue? redrive,
        IRedriveAllowPolicy? redriveAllow = null)
    {
        var queue = new Queue(this, id, new QueueProps
        {
            EncryptionMasterKey = props.Key,
            RetentionPeriod = Duration.Days(14),
            VisibilityTimeout = visibility,
            DeadLetterQueue = redrive,
            RedriveAllowPolicy = redriveAllow,
        });
        queue.AddToResourcePolicy(ResourcePolicyStatements.TlsOnly("sqs:*", queue.QueueArn));
        return queue;
    }
}
