using System.Globalization;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>SQS over JSON 1.0 with the queues in the <see cref="QueueDirectory"/>.</summary>
internal sealed class SqsService(QueueDirectory queues, SandboxFaults faults, string region) : IAwsService
{
    private readonly SqsSendOperations _sending = new(queues, faults);
    private readonly SqsMoveTasks _moving = new(queues);

    public AwsServiceContract Contract { get; } = new()
    {
        Name = "sqs",
        Protocol = AwsProtocol.Json10,
        Id = "AmazonSQS",
        ThrottlingCode = "RequestThrottled",
        ValidationCode = "InvalidParameterValue",
    };

    public IReadOnlyList<AwsOperation> Operations => field ??=
    [
        AwsOperation.Read("GetQueueUrl", call => QueueArn(call, call.Required("QueueName")), GetQueueUrl),
        AwsOperation.Read("GetQueueAttributes", QueueArn, GetQueueAttributes),
        AwsOperation.Write("SendMessage", QueueArn, _sending.Send),
        AwsOperation.Write("SendMessageBatch", QueueArn, _sending.SendBatch) with { Action = "SendMessage" },
        new("ReceiveMessage", QueueArn, ReceiveMessageAsync),
        AwsOperation.Write("DeleteMessage", QueueArn, DeleteMessage),
        AwsOperation.Write("ChangeMessageVisibility", QueueArn, ChangeMessageVisibility),
        .. _moving.All,
    ];

    private JsonObject GetQueueUrl(AwsCall call) =>
        new() { ["QueueUrl"] = (queues.ByName(call.Required("QueueName")) ?? throw SqsErrors.NoQueue()).Url };

    private JsonObject GetQueueAttributes(AwsCall call)
    {
        var queue = SqsErrors.Queue(queues, call);
        var requested = call.List("AttributeNames")
            .Select(name => name!.GetValue<string>())
            .ToHashSet(StringComparer.Ordinal);
        var counts = queue.Counts;
        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["QueueArn"] = queue.Arn,
            ["ApproximateNumberOfMessages"] = counts.Visible.ToString(CultureInfo.InvariantCulture),
            ["ApproximateNumberOfMessagesNotVisible"] = counts.InFlight.ToString(CultureInfo.InvariantCulture),
            ["ApproximateNumberOfMessagesDelayed"] = counts.Delayed.ToString(CultureInfo.InvariantCulture),
            ["VisibilityTimeout"] = ((int)queue.VisibilityTimeout.TotalSeconds).ToString(CultureInfo.InvariantCulture),
        };
        if (queue.Policy is { } policy)
            all["Policy"] = policy;
        if (queue.RedrivePolicy is { } redrive)
        {
            all["RedrivePolicy"] = new JsonObject
            {
                ["deadLetterTargetArn"] = redrive.DeadLetterQueue.Arn,
                ["maxReceiveCount"] = redrive.MaxReceiveCount,
            }.ToJsonString();
        }

        var attributes = new JsonObject();
        foreach (var (name, value) in all.Where(pair => requested.Contains("All") || requested.Contains(pair.Key)))
            attributes[name] = value;
        return new JsonObject { ["Attributes"] = attributes };
    }

    private async ValueTask<JsonObject> ReceiveMessageAsync(AwsCall call, CancellationToken cancellationToken)
    {
        var queue = SqsErrors.Queue(queues, call);
        var maximum = call.Number("MaxNumberOfMessages", 1, 1, 10);
        var visibilityTimeout = TimeSpan.FromSeconds(
            call.Number("VisibilityTimeout", (int)queue.VisibilityTimeout.TotalSeconds, 0, 43_200));
        var wait = TimeSpan.FromSeconds(call.Number("WaitTimeSeconds", 0, 0, 20));
        var requested = call.List("MessageAttributeNames")
            .Select(name => name!.GetValue<string>())
            .ToHashSet(StringComparer.Ordinal);
        var messages = queue.Receive(maximum, visibilityTimeout);
        if (messages.Count == 0 && wait > TimeSpan.Zero)
        {
            await WaitAsync(queue, wait, cancellationToken);
            messages = queue.Receive(maximum, visibilityTimeout);
        }

        var received = messages.Select(message => ToJson(message, requested));
        return messages.Count == 0 ? [] : new JsonObject { ["Messages"] = new JsonArray([.. received]) };
    }

    private static async Task WaitAsync(SandboxQueue queue, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            await queue.WaitForMessageAsync(cancellationToken).WaitAsync(wait, cancellationToken);
        }
        catch (TimeoutException)
        {
            // A long poll without a message returns an empty list.
        }
    }

    private JsonObject DeleteMessage(AwsCall call)
    {
        // As in SQS, an old receipt handle deletes nothing and causes no error.
        SqsErrors.Queue(queues, call).Delete(call.Required("ReceiptHandle"));
        return [];
    }

    private JsonObject ChangeMessageVisibility(AwsCall call)
    {
        var seconds = call.Number("VisibilityTimeout", -1, 0, 43_200);
        if (seconds < 0)
            throw new AwsErrorException(
                "MissingParameter", "The request must contain the parameter VisibilityTimeout.");
        return SqsErrors.Queue(queues, call).ChangeVisibility(
            call.Required("ReceiptHandle"), TimeSpan.FromSeconds(seconds))
            ? []
            : throw new AwsErrorException(
                "com.amazonaws.sqs#MessageNotInflight", "The message referred to isn't in flight.")
            {
                QueryCode = "AWS.SimpleQueueService.MessageNotInflight",
            };
    }

    private static JsonObject ToJson(QueueMessage message, IReadOnlySet<string> requested)
    {
        var attributes = new JsonObject();
        foreach (var (name, value) in message.Attributes)
            attributes[name] = value;
        var json = new JsonObject
        {
            ["MessageId"] = message.MessageId,
            ["ReceiptHandle"] = message.ReceiptHandle,
            ["MD5OfBody"] = message.Md5OfBody,
            ["Body"] = message.Body,
            ["Attributes"] = attributes,
        };
        if (SqsAttributes.ToJson(message.MessageAttributes, requested) is { Count: > 0 } messageAttributes)
            json["MessageAttributes"] = messageAttributes;
        return json;
    }

    private string QueueArn(AwsCall call) =>
        queues.ByUrl(call.Required("QueueUrl"))?.Arn ?? QueueArn(call, call.Required("QueueUrl").Split('/')[^1]);

    private string QueueArn(AwsCall call, string name) => $"arn:aws:sqs:{region}:{call.Caller.AccountId}:{name}";
}
