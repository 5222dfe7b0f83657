using System.Globalization;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>DynamoDB over JSON 1.0: PutItem, with a condition or without.</summary>
internal sealed class DynamoDbService(IReadOnlyCollection<SandboxTable> tables, string region) : IAwsService
{
    public AwsServiceContract Contract { get; } = new()
    {
        Name = "dynamodb",
        Protocol = AwsProtocol.Json10,
        Id = "DynamoDB_20120810",
        ThrottlingCode = "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
        ValidationCode = "com.amazon.coral.validate#ValidationException",
    };

    public IReadOnlyList<AwsOperation> Operations => field ??=
        [AwsOperation.Write("PutItem", TableArn, PutItem)];

    private JsonObject PutItem(AwsCall call)
    {
        var table = Find(call) ?? throw new AwsErrorException(
            "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", "Requested resource not found");
        var item = call.Input["Item"] as JsonObject ?? throw call.Invalid("The parameter 'Item' is required");
        foreach (var (name, value) in item)
            Check(call, name, value);
        var condition = ItemCondition.Of(call);
        var key = (string?)item[table.KeyName]?["S"] is { Length: > 0 } text
            ? text
            : throw call.Invalid(
                $"One or more parameter values were invalid: Missing the key {table.KeyName} in the item");
        return table.Put(key, item, condition.Holds)
            ? []
            : throw new AwsErrorException(
                "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", "The conditional request failed");
    }

    /// <summary>A value has one type, here text or number, and a number is written as text.</summary>
    private static void Check(AwsCall call, string name, JsonNode? value)
    {
        var type = value is JsonObject { Count: 1 } typed ? typed.Single() : default;
        var isValid = type.Value is JsonValue content && content.TryGetValue<string>(out var text)
            && (type.Key == "S" || (type.Key == "N" && decimal.TryParse(text, CultureInfo.InvariantCulture, out _)));
        if (!isValid)
            throw call.Invalid($"Supplied AttributeValue of {name} is not what the sandbox plays: a text or a number");
    }

    private SandboxTable? Find(AwsCall call) =>
        tables.FirstOrDefault(table => table.Name == call.Required("TableName"));

    private string TableArn(AwsCall call) =>
        Find(call)?.Arn ?? $"arn:aws:dynamodb:{region}:{call.Caller.AccountId}:table/{call.Required("TableName")}";
}
