using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Aws.DynamoDb;

/// <summary>Tables of the caller's account and region.</summary>
/// <remarks>
/// Every method throws <see cref="AwsException"/> where DynamoDB refuses or does not answer. A put whose answer was lost
/// is sent again: a condition has to hold for the item that the first one wrote, too.
/// </remarks>
internal sealed class DynamoDbClient(AwsConnection connection)
{
    private const string PutItem = "PutItem";

    private readonly JsonApi _api = new(connection, AwsService.DynamoDb, "DynamoDB_20120810", "1.0");

    /// <summary>Puts an item in the place of the one with the same key, if there is one.</summary>
    public Task PutItemAsync(
        string tableName, IReadOnlyDictionary<string, DynamoDbValue> item, CancellationToken cancellationToken) =>
        PutAsync(new PutItemRequest(tableName, Wire(item), null, null), cancellationToken);

    /// <summary>The same, where the condition holds for the item that is there.</summary>
    /// <param name="tableName">The table.</param>
    /// <param name="item">The item with its key.</param>
    /// <param name="condition">A ConditionExpression of the API reference.</param>
    /// <param name="values">What the names with a colon stand for in it; DynamoDB refuses one that is not used.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False where the condition does not hold: nothing was written.</returns>
    public async Task<bool> TryPutItemAsync(
        string tableName,
        IReadOnlyDictionary<string, DynamoDbValue> item,
        string condition,
        IReadOnlyDictionary<string, DynamoDbValue> values,
        CancellationToken cancellationToken)
    {
        try
        {
            await PutAsync(new PutItemRequest(tableName, Wire(item), condition, Wire(values)), cancellationToken);
            return true;
        }
        catch (AwsException answer) when (answer.Code == "ConditionalCheckFailedException")
        {
            return false;
        }
    }

    private Task PutAsync(PutItemRequest question, CancellationToken cancellationToken) =>
        _api.TellAsync(
            PutItem, question.TableName, question, DynamoDbWireContext.Default.PutItemRequest, cancellationToken);

    private static Dictionary<string, AttributeValueWire> Wire(IReadOnlyDictionary<string, DynamoDbValue> values) =>
        values.ToDictionary(pair => pair.Key, pair => pair.Value.Wire, StringComparer.Ordinal);
}
