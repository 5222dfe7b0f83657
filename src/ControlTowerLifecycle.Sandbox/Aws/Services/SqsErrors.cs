using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>Errors of SQS. A header carries the code of the older query protocol.</summary>
internal static class SqsErrors
{
    public const string InvalidContents = "Invalid binary character was found in the message body.";

    public static SandboxQueue Queue(QueueDirectory queues, AwsCall call) =>
        queues.ByUrl(call.Required("QueueUrl")) ?? throw NoQueue();

    public static AwsErrorException NoQueue() =>
        new("com.amazonaws.sqs#QueueDoesNotExist", "The specified queue does not exist.")
        {
            QueryCode = "AWS.SimpleQueueService.NonExistentQueue",
        };

    public static AwsErrorException InvalidMessageContents() =>
        new("com.amazonaws.sqs#InvalidMessageContents", InvalidContents)
        {
            QueryCode = "InvalidMessageContents",
        };

    public static AwsErrorException Batch(string code, string message) =>
        new($"com.amazonaws.sqs#{code}", message) { QueryCode = $"AWS.SimpleQueueService.{code}" };
}
