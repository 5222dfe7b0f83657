using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.Aws.DynamoDb;

internal sealed record PutItemRequest(
    string TableName,
    IReadOnlyDictionary<string, AttributeValueWire> Item,
    string? ConditionExpression,
    IReadOnlyDictionary<string, AttributeValueWire>? ExpressionAttributeValues);

/// <param name="S">A text.</param>
/// <param name="N">A number, which DynamoDB takes as text.</param>
internal sealed record AttributeValueWire(string? S, string? N);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PutItemRequest))]
internal sealed partial class DynamoDbWireContext : JsonSerializerContext;
