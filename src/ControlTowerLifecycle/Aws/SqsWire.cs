using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.Aws;

internal sealed record SendMessageQuestion(string QueueUrl, string MessageBody, int? DelaySeconds)
{
    public IReadOnlyDictionary<string, MessageAttributeWire>? MessageAttributes { get; init; }
}

internal sealed record MessageAttributeWire(string DataType, string StringValue);

internal sealed record SendMessageAnswer(string MessageId);

internal sealed record SendMessageBatchQuestion(string QueueUrl, IReadOnlyList<BatchEntryWire> Entries);

internal sealed record BatchEntryWire(string Id, string MessageBody, int? DelaySeconds);

internal sealed record SendMessageBatchAnswer(
    IReadOnlyList<BatchSuccessWire>? Successful, IReadOnlyList<BatchFailureWire>? Failed);

internal sealed record BatchSuccessWire(string Id);

internal sealed record BatchFailureWire(string Id, string? Code, bool SenderFault);

internal sealed record ChangeMessageVisibilityQuestion(string QueueUrl, string ReceiptHandle, int VisibilityTimeout);

internal sealed record GetQueueAttributesQuestion(string QueueUrl, IReadOnlyList<string> AttributeNames);

internal sealed record GetQueueAttributesAnswer(IReadOnlyDictionary<string, string>? Attributes);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SendMessageQuestion))]
[JsonSerializable(typeof(SendMessageAnswer))]
[JsonSerializable(typeof(SendMessageBatchQuestion))]
[JsonSerializable(typeof(SendMessageBatchAnswer))]
[JsonSerializable(typeof(ChangeMessageVisibilityQuestion))]
[JsonSerializable(typeof(GetQueueAttributesQuestion))]
[JsonSerializable(typeof(GetQueueAttributesAnswer))]
internal sealed partial class SqsWireContext : JsonSerializerContext;
