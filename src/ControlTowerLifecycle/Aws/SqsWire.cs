using System.Text.Json.Serialization;
using ControlTowerLifecycle.Aws.Pipeline;

namespace ControlTowerLifecycle.Aws;

internal sealed record SendMessageQuestion(string QueueUrl, string MessageBody, int? DelaySeconds)
{
    public IReadOnlyDictionary<string, MessageAttributeWire>? MessageAttributes { get; init; }
}

internal sealed record MessageAttributeWire(string DataType, string StringValue);

internal sealed record SendMessageAnswer(string MessageId);

internal sealed record SendMessageBatchQuestion(string QueueUrl, IReadOnlyList<BatchEntryWire> Entries);

internal sealed record BatchEntryWire(string Id, string MessageBody, int? DelaySeconds);

// What has no default here has to be in the answer; without it the answer is not to be read.
internal sealed record SendMessageBatchAnswer(
    IReadOnlyList<BatchSuccessWire>? Successful = null, IReadOnlyList<BatchFailureWire>? Failed = null)
    : IJsonOnDeserialized
{
    public void OnDeserialized()
    {
        WholeList.Check(Successful);
        WholeList.Check(Failed);
    }
}

internal sealed record BatchSuccessWire(string Id);

internal sealed record BatchFailureWire(string Id, bool SenderFault, string? Code = null);

internal sealed record ChangeMessageVisibilityQuestion(string QueueUrl, string ReceiptHandle, int VisibilityTimeout);

internal sealed record GetQueueAttributesQuestion(string QueueUrl, IReadOnlyList<string> AttributeNames);

internal sealed record GetQueueAttributesAnswer(IReadOnlyDictionary<string, string>? Attributes = null);

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SendMessageQuestion))]
[JsonSerializable(typeof(SendMessageAnswer))]
[JsonSerializable(typeof(SendMessageBatchQuestion))]
[JsonSerializable(typeof(SendMessageBatchAnswer))]
[JsonSerializable(typeof(ChangeMessageVisibilityQuestion))]
[JsonSerializable(typeof(GetQueueAttributesQuestion))]
[JsonSerializable(typeof(GetQueueAttributesAnswer))]
internal sealed partial class SqsWireContext : JsonSerializerContext;
