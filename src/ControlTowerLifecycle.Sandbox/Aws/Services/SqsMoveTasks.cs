using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>
/// Message move tasks: the redrive of dead letters. A moved message is a new message. Without a destination, a message moves
/// to the queue from which SQS moved it; SQS does not know that of a message that was sent to the dead-letter queue.
/// </summary>
internal sealed class SqsMoveTasks(QueueDirectory queues)
{
    private const string SourceArn = nameof(SourceArn);
    private const string DestinationArn = nameof(DestinationArn);
    private const string TaskHandle = nameof(TaskHandle);
    private readonly ConcurrentStack<JsonObject> _tasks = new();

    public IReadOnlyList<AwsOperation> All =>
    [
        AwsOperation.Write("StartMessageMoveTask", call => call.Required(SourceArn), Start),
        AwsOperation.Read("ListMessageMoveTasks", call => call.Required(SourceArn), List),
    ];

    private JsonObject Start(AwsCall call)
    {
        var source = Queue(call.Required(SourceArn));
        if (!queues.All.Any(queue => queue.RedrivePolicy?.DeadLetterQueue == source))
            throw call.Invalid("Source queue must be configured as a Dead Letter Queue.");
        var destination = call.Text(DestinationArn) is { } arn ? Queue(arn) : null;
        var (moved, failure) = Move(source, destination);
        var handle = Guid.NewGuid().ToString();
        var task = new JsonObject
        {
            [TaskHandle] = handle,
            ["Status"] = failure is null ? "COMPLETED" : "FAILED",
            [SourceArn] = source.Arn,
            ["ApproximateNumberOfMessagesMoved"] = moved,
            ["StartedTimestamp"] = call.Now.ToUnixTimeMilliseconds(),
        };
        if (destination is not null)
            task[DestinationArn] = destination.Arn;
        if (failure is not null)
            task["FailureReason"] = failure;
        _tasks.Push(task);
        return new JsonObject { [TaskHandle] = handle };
    }

    private JsonObject List(AwsCall call)
    {
        var source = Queue(call.Required(SourceArn));
        var newest = _tasks.Where(task => (string?)task[SourceArn] == source.Arn).Take(call.Number("MaxResults", 1, 1, 10));
        return new JsonObject { ["Results"] = new JsonArray([.. newest.Select(task => task.DeepClone())]) };
    }

    private (int Moved, string? Failure) Move(SandboxQueue source, SandboxQueue? destination)
    {
        var moved = 0;
        while (source.Receive(10) is { Count: > 0 } letters)
        {
            foreach (var letter in letters)
            {
                var target = destination ?? Origin(letter);
                if (target is null)
                {
                    source.ChangeVisibility(letter.ReceiptHandle, TimeSpan.Zero);
                    return (moved, "CouldNotDetermineMessageSource");
                }

                target.Send(letter.Body, letter.MessageAttributes, TimeSpan.Zero);
                source.Delete(letter.ReceiptHandle);
                moved++;
            }
        }

        return (moved, null);
    }

    private SandboxQueue? Origin(QueueMessage letter) =>
        letter.Attributes.TryGetValue("DeadLetterQueueSourceArn", out var arn) ? Find(arn) : null;

    private SandboxQueue Queue(string arn) => Find(arn)
        ?? throw new AwsErrorException(
            "com.amazonaws.sqs#ResourceNotFoundException", "The resource that you specified for the SourceArn parameter doesn't exist.");

    private SandboxQueue? Find(string arn) => queues.All.FirstOrDefault(queue => queue.Arn == arn);
}
