using System.Globalization;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>DynamoDB over JSON 1.0: PutItem, UpdateItem and GetItem. It refuses every parameter that it does not support.</summary>
internal sealed class DynamoDbService(IReadOnlyCollection<SandboxTable> tables, string region) : IAwsService
{
    private static readonly string[] PutItemParameters =
        ["TableName", "Item", "ConditionExpression", "ExpressionAttributeValues"];

    private static readonly string[] UpdateItemParameters =
        ["TableName", "Key", "UpdateExpression", "ConditionExpression", "ExpressionAttributeValues"];

    private static readonly string[] GetItemParameters = ["TableName", "Key", "ConsistentRead"];

    public AwsServiceContract Contract { get; } = new()
    {
        Name = "dynamodb",
        Protocol = AwsProtocol.Json10,
        Id = "DynamoDB_20120810",
        ThrottlingCode = "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
        ValidationCode = "com.amazon.coral.validate#ValidationException",
    };

    public IReadOnlyList<AwsOperation> Operations => field ??=
    [
        AwsOperation.Write("PutItem", TableArn, PutItem),
        AwsOperation.Write("UpdateItem", TableArn, UpdateItem),
        AwsOperation.Read("GetItem", TableArn, GetItem),
    ];

    private JsonObject PutItem(AwsCall call)
    {
        RefuseOthers(call, PutItemParameters);
        var table = Table(call);
        var item = Attributes(call, "Item");
        var condition = ItemCondition.Read(call);
        var key = (string?)item[table.KeyName]?["S"] is { Length: > 0 } text
            ? text
            : throw call.Invalid(
                $"One or more parameter values were invalid: Missing the key {table.KeyName} in the item");
        if (ItemSize.Of(item) > ItemSize.Largest)
            throw call.Invalid("Item size has exceeded the maximum allowed size");
        return table.Put(key, item, condition.Holds) ? [] : throw ConditionFailed();
    }

    private JsonObject UpdateItem(AwsCall call)
    {
        RefuseOthers(call, UpdateItemParameters);
        var table = Table(call);
        var id = Key(call, table);
        if (call.Input["ExpressionAttributeValues"] is not null)
            Attributes(call, "ExpressionAttributeValues");
        var used = new HashSet<string>(StringComparer.Ordinal);
        var update = new ItemUpdate(call, used);
        var condition = ItemCondition.Read(call, used);
        return table.Update(id, condition.Holds, Updated) ? [] : throw ConditionFailed();

        JsonObject Updated(JsonObject? stored)
        {
            var item = stored ?? new JsonObject { [table.KeyName] = new JsonObject { ["S"] = id } };
            update.Apply(item);
            return ItemSize.Of(item) <= ItemSize.Largest
                ? item
                : throw call.Invalid("Item size to update has exceeded the maximum allowed size");
        }
    }

    private static AwsErrorException ConditionFailed() =>
        new("com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", "The conditional request failed");

    /// <summary>Every read here is consistent, so ConsistentRead is only checked.</summary>
    private JsonObject GetItem(AwsCall call)
    {
        RefuseOthers(call, GetItemParameters);
        var table = Table(call);
        if (call.Input["ConsistentRead"] is { } consistent
            && !(consistent is JsonValue flag && flag.TryGetValue<bool>(out _)))
            throw new AwsErrorException(
                "com.amazon.coral.service#SerializationException", "ConsistentRead must be true or false");

        return table.Find(Key(call, table)) is { } item ? new JsonObject { ["Item"] = item } : [];
    }

    private static string Key(AwsCall call, SandboxTable table)
    {
        var key = Attributes(call, "Key");
        if (key.Count != 1 || (string?)key[table.KeyName]?["S"] is not { } id)
            throw call.Invalid("The provided key element does not match the schema");
        return id.Length > 0
            ? id
            : throw call.Invalid(
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an"
                + $" empty string value. Key: {table.KeyName}");
    }

    private static void RefuseOthers(AwsCall call, string[] parameters)
    {
        var others = call.Input.Select(field => field.Key).Except(parameters, StringComparer.Ordinal);
        if (others.FirstOrDefault() is { } other)
            throw call.Invalid($"The sandbox does not support the parameter {other} of {call.Operation}");
    }

    private static JsonObject Attributes(AwsCall call, string parameter)
    {
        var attributes = call.Input[parameter] as JsonObject
            ?? throw call.Invalid($"The parameter '{parameter}' is required");
        foreach (var (name, value) in attributes)
            Check(call, name, value);
        return attributes;
    }

    /// <summary>A value has one type, here string, number or set of strings. JSON carries a number as a string.</summary>
    private static void Check(AwsCall call, string name, JsonNode? value)
    {
        var type = value is JsonObject { Count: 1 } typed ? typed.Single() : default;
        if (type is { Key: "SS", Value: JsonArray set })
        {
            CheckSet(call, set);
            return;
        }

        var isValid = type.Value is JsonValue content && content.TryGetValue<string>(out var text)
            && (type.Key == "S" || (type.Key == "N" && decimal.TryParse(text, CultureInfo.InvariantCulture, out _)));
        if (!isValid)
            throw call.Invalid($"The sandbox supports strings, numbers and sets of strings. The attribute {name} is none of them");
    }

    private static void CheckSet(AwsCall call, JsonArray set)
    {
        if (set.Count == 0)
            throw call.Invalid("One or more parameter values were invalid: An string set  may not be empty");
        if (set.Any(member => member is not JsonValue text || !text.TryGetValue<string>(out _)))
            throw new AwsErrorException(
                "com.amazon.coral.service#SerializationException", "A member of a string set is not a string");
        var members = set.Select(member => member!.GetValue<string>()).ToList();
        if (members.Contains("", StringComparer.Ordinal))
            throw call.Invalid("One or more parameter values were invalid: An string set may not have a empty string as a member");
        if (members.Distinct(StringComparer.Ordinal).Count() < members.Count)
            throw call.Invalid($"One or more parameter values were invalid: Input collection {set.ToJsonString()} contains duplicates.");
    }

    private SandboxTable Table(AwsCall call) => Find(call) ?? throw new AwsErrorException(
        "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", "Requested resource not found");

    private SandboxTable? Find(AwsCall call) =>
        tables.FirstOrDefault(table => table.Name == call.Required("TableName"));

    private string TableArn(AwsCall call) =>
        Find(call)?.Arn ?? $"arn:aws:dynamodb:{region}:{call.Caller.AccountId}:table/{call.Required("TableName")}";
}
