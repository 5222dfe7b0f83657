using System.Text.Json.Serialization;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Aws.Sqs;

internal sealed record SendMessageRequest(string QueueUrl, string MessageBody, int? DelaySeconds)
{
    public IReadOnlyDictionary<string, MessageAttributeWire>? MessageAttributes { get; init; }
}

internal sealed record MessageAttributeWire(string DataType, string StringValue);

internal sealed record SendMessageResponse(string MessageId);

internal sealed record SendMessageBatchRequest(string QueueUrl, IReadOnlyList<BatchEntryWire> Entries);

internal sealed record BatchEntryWire(string Id, string MessageBody, int? DelaySeconds);

// What has no default here has to be in the answer; without it the answer is not to be read.
internal sealed record SendMessageBatchResponse(
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

internal sealed record ChangeMessageVisibilityRequest(string QueueUrl, string ReceiptHandle, int VisibilityTimeout);

internal sealed record GetQueueAttributesRequest(string QueueUrl, IReadOnlyList<string> AttributeNames);

internal sealed record GetQueueAttributesResponse(IReadOnlyDictionary<string, string>? Attributes = null);

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SendMessageRequest))]
[JsonSerializable(typeof(SendMessageResponse))]
[JsonSerializable(typeof(SendMessageBatchRequest))]
[JsonSerializable(typeof(SendMessageBatchResponse))]
[JsonSerializable(typeof(ChangeMessageVisibilityRequest))]
[JsonSerializable(typeof(GetQueueAttributesRequest))]
[JsonSerializable(typeof(GetQueueAttributesResponse))]
internal sealed partial class SqsWireContext : JsonSerializerContext;
