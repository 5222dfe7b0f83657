using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Aws.DynamoDb;

/// <summary>
/// The causes of notifications in a DynamoDB table: an item for each cause, <c>cause/…</c>, and items with the accounts that
/// were gathered, <see cref="GatheredItems"/>. <c>expiresAt</c> is the table's time to live.
/// </summary>
/// <remarks>
/// A write is sent again if its response was lost. So a condition has to hold for what the first one wrote.
/// </remarks>
internal sealed class NotificationTable : ICauseRecords
{
    private const string Id = "id";
    private const string ExpiresAt = "expiresAt";
    private const string IsUnchanged = $"{CauseItem.Version} = :read OR {CauseItem.Version} = :written";
    private const string IsNew = $"attribute_not_exists({Id}) OR {CauseItem.Version} = :written";

    private readonly AmazonDynamoDBClient _dynamoDb;
    private readonly string _tableName;
    private readonly GatheredItems _gathered;

    public NotificationTable(AwsConnection connection, string tableName)
    {
        _dynamoDb = SdkClients.CreateDynamoDb(connection);
        _tableName = tableName;
        _gathered = new GatheredItems(_dynamoDb, tableName);
    }

    /// <inheritdoc/>
    public async Task<CauseRecord?> FindAsync(CauseId cause, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = _tableName, Key = Key(cause), ConsistentRead = true };
        var response = await AwsInvocation.InvokeAsync(
            AwsService.DynamoDb,
            "GetItem",
            _tableName,
            () => _dynamoDb.GetItemAsync(request, cancellationToken),
            cancellationToken);
        if (response.Item is not { Count: > 0 } item)
            return null;

        return CauseItem.Read(item) ?? throw AwsException.ForUnusableResponse(
            AwsService.DynamoDb,
            "GetItem",
            _tableName,
            $"the item {KeyText(cause)} is not one that this version wrote",
            $"Delete the item whose {Id} is {KeyText(cause)} from the table.");
    }

    /// <inheritdoc/>
    public Task<bool> TryWriteAsync(
        CauseId cause, CauseRecord record, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        var written = Guid.NewGuid().ToString("N");
        var item = CauseItem.Write(record, written);
        item.Add(Id, Key(cause)[Id]);
        item.Add(ExpiresAt, GatheredItems.Seconds(expires));
        var request = new PutItemRequest(_tableName, item)
        {
            ConditionExpression = record.Version is null ? IsNew : IsUnchanged,
            ExpressionAttributeValues = new(StringComparer.Ordinal) { [":written"] = new AttributeValue(written) },
        };
        if (record.Version is { } read)
            request.ExpressionAttributeValues.Add(":read", new AttributeValue(read));

        return GatheredItems.HoldsAsync(() => AwsInvocation.InvokeAsync(
            AwsService.DynamoDb,
            "PutItem",
            _tableName,
            () => _dynamoDb.PutItemAsync(request, cancellationToken),
            cancellationToken));
    }

    /// <inheritdoc/>
    public Task<bool> GatherAsync(
        CauseId cause, Affected affected, DateTimeOffset now, DateTimeOffset expires, CancellationToken cancellationToken) =>
        _gathered.AddAsync(cause, affected, now, expires, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Affected>> GatheredAsync(
        CauseId cause, DateTimeOffset now, CancellationToken cancellationToken) =>
        _gathered.ReadAsync(cause, now, cancellationToken);

    /// <inheritdoc/>
    public Task RecordListedAsync(
        CauseId cause, IReadOnlyList<Affected> listed, DateTimeOffset now, DateTimeOffset until,
        CancellationToken cancellationToken) =>
        _gathered.RecordListedAsync(cause, listed, now, until, cancellationToken);

    private static Dictionary<string, AttributeValue> Key(CauseId cause) =>
        new(StringComparer.Ordinal) { [Id] = new AttributeValue(KeyText(cause)) };

    private static string KeyText(CauseId cause) => $"cause/{cause}";
}
