using System.Globalization;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>SQS over JSON 1.0, on the queues of the <see cref="QueueDirectory"/>.</summary>
internal sealed class SqsService(QueueDirectory queues, SandboxFaults faults, string region) : IAwsService
{
    private readonly SqsSendOperations _sending = new(queues, faults);

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
        AwsOperation.Read("GetQueueUrl", call => ArnOf(call, call.Required("QueueName")), GetQueueUrl),
        AwsOperation.Read("GetQueueAttributes", QueueArn, GetQueueAttributes),
        AwsOperation.Write("SendMessage", QueueArn, _sending.Send),
        AwsOperation.Write("SendMessageBatch", QueueArn, _sending.SendBatch) with { Action = "SendMessage" },
        new("ReceiveMessage", QueueArn, ReceiveMessageAsync),
        AwsOperation.Write("DeleteMessage", QueueArn, DeleteMessage),
        AwsOperation.Write("ChangeMessageVisibility", QueueArn, ChangeMessageVisibility),
    ];

    private JsonObject GetQueueUrl(AwsCall call) =>
        new() { ["QueueUrl"] = (queues.ByName(call.Required("QueueName")) ?? throw SqsErrors.NoQueue()).Url };

    private JsonObject GetQueueAttributes(AwsCall call)
    {
        var queue = SqsErrors.Queue(queues, call);
        var asked = call.List("AttributeNames")
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
        var shown = new JsonObject();
        foreach (var (name, value) in all.Where(each => asked.Contains("All") || asked.Contains(each.Key)))
            shown[name] = value;
        return new JsonObject { ["Attributes"] = shown };
    }

    private async ValueTask<JsonObject> ReceiveMessageAsync(AwsCall call, CancellationToken cancellationToken)
    {
        var queue = SqsErrors.Queue(queues, call);
        var most = call.Number("MaxNumberOfMessages", 1, 1, 10);
        var hidden = TimeSpan.FromSeconds(
            call.Number("VisibilityTimeout", (int)queue.VisibilityTimeout.TotalSeconds, 0, 43_200));
        var wait = TimeSpan.FromSeconds(call.Number("WaitTimeSeconds", 0, 0, 20));
        var asked = call.List("MessageAttributeNames")
            .Select(name => name!.GetValue<string>())
            .ToHashSet(StringComparer.Ordinal);
        var messages = queue.Receive(most, hidden);
        if (messages.Count == 0 && wait > TimeSpan.Zero)
        {
            await WaitAsync(queue, wait, cancellationToken);
            messages = queue.Receive(most, hidden);
        }

        return messages.Count == 0 ? [] : new JsonObject { ["Messages"] = new JsonArray([.. messages.Select(message => Shown(message, asked))]) };
    }

    private static async Task WaitAsync(SandboxQueue queue, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            await queue.WaitForMessageAsync(cancellationToken).WaitAsync(wait, cancellationToken);
        }
        catch (TimeoutException)
        {
            // A long poll that found nothing is an empty answer.
        }
    }

    private JsonObject DeleteMessage(AwsCall call)
    {
        // Deleting what is gone already succeeds: a receipt that is stale deletes nothing and tells nobody.
        SqsErrors.Queue(queues, call).Delete(call.Required("ReceiptHandle"));
        return [];
    }

    private JsonObject ChangeMessageVisibility(AwsCall call)
    {
        var seconds = call.Number("VisibilityTimeout", -1, 0, 43_200);
        if (seconds < 0)
            throw new AwsErrorException("MissingParameter", "The request must contain the parameter VisibilityTimeout.");
        return SqsErrors.Queue(queues, call).ChangeVisibility(
            call.Required("ReceiptHandle"), TimeSpan.FromSeconds(seconds))
            ? []
            : throw new AwsErrorException("com.amazonaws.sqs#MessageNotInflight", "The message referred to isn't in flight.")
            {
                QueryCode = "AWS.SimpleQueueService.MessageNotInflight",
            };
    }

    private static JsonObject Shown(QueueMessage message, IReadOnlySet<string> asked)
    {
        var attributes = new JsonObject();
        foreach (var (name, value) in message.Attributes)
            attributes[name] = value;
        var shown = new JsonObject
        {
            ["MessageId"] = message.MessageId,
            ["ReceiptHandle"] = message.ReceiptHandle,
            ["MD5OfBody"] = message.Md5OfBody,
            ["Body"] = message.Body,
            ["Attributes"] = attributes,
        };
        if (SqsAttributes.Shown(message.MessageAttributes, asked) is { Count: > 0 } beside)
            shown["MessageAttributes"] = beside;
        return shown;
    }

    private string QueueArn(AwsCall call) =>
        queues.ByUrl(call.Required("QueueUrl"))?.Arn ?? ArnOf(call, call.Required("QueueUrl").Split('/')[^1]);

    private string ArnOf(AwsCall call, string name) => $"arn:aws:sqs:{region}:{call.Caller.AccountId}:{name}";
}
