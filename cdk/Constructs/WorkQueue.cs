using Amazon.CDK;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.SQS;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

internal sealed record WorkQueueProps
{
    public required IKey Key { get; init; }

    /// <summary>Of the function that works the queue off.</summary>
    public required Duration FunctionTimeout { get; init; }
}

/// <summary>
/// The accounts to onboard, and what came to nothing. Both keep a message as long as SQS can, fourteen days, so that a
/// weekend loses none.
/// </summary>
internal sealed class WorkQueue : Construct
{
    /// <summary>
    /// With the functions' back-off, from half a minute to a quarter of an hour, this is about three hours: beyond the
    /// minutes in which a new account still refuses, and beyond most outages. The lifecycle function knows it too, and
    /// makes the dead letter itself at the last of them; SQS does where no process comes that far.
    /// </summary>
    public const int MaxReceiveCount = 20;

    public WorkQueue(Construct scope, string id, WorkQueueProps props)
        : base(scope, id)
    {
        DeadLetters = Encrypted("DeadLetters", props, Duration.Minutes(5), null);
        Queue = Encrypted(
            "Resource",
            props,
            // Lambda's rule: six times the function's timeout, else a batch that is throttled comes back while it is
            // worked on.
            Duration.Seconds(6 * props.FunctionTimeout.ToSeconds()),
            new DeadLetterQueue { Queue = DeadLetters, MaxReceiveCount = MaxReceiveCount });
    }

    public Queue Queue { get; }

    /// <summary>Of the queue, of every rule and of every asynchronous invocation: one place to look.</summary>
    public Queue DeadLetters { get; }

    private Queue Encrypted(string id, WorkQueueProps props, Duration visibility, DeadLetterQueue? redrive)
    {
        var queue = new Queue(this, id, new QueueProps
        {
            EncryptionMasterKey = props.Key,
            RetentionPeriod = Duration.Days(14),
            VisibilityTimeout = visibility,
            DeadLetterQueue = redrive,
        });
        queue.AddToResourcePolicy(Statements.TlsOnly("sqs:*", queue.QueueArn));
        return queue;
    }
}
