using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Aws.DynamoDb;

/// <summary>
/// What people have been told, in a DynamoDB table: an item for each claim, of <c>id</c> (the key), <c>expiresAt</c>
/// (in seconds since 1970, also the table's time to live) and, until it has been told, <c>claimedBy</c>.
/// </summary>
internal sealed class NotificationTable(DynamoDbClient dynamoDb, string tableName) : INotificationClaims
{
    private const string Id = "id";
    private const string ExpiresAt = "expiresAt";
    private const string ClaimedBy = "claimedBy";

    // DynamoDB removes what has expired within days, so the time is looked at too.
    private const string IsFree =
        $"attribute_not_exists({Id}) OR {ExpiresAt} < :now OR {ClaimedBy} = :claimant";

    /// <inheritdoc/>
    public Task<bool> TryClaimAsync(
        string id, string claimant, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) =>
        dynamoDb.TryPutItemAsync(
            tableName,
            new Dictionary<string, DynamoDbValue>(StringComparer.Ordinal)
            {
                [Id] = DynamoDbValue.Of(id),
                [ExpiresAt] = Seconds(until),
                [ClaimedBy] = DynamoDbValue.Of(claimant),
            },
            IsFree,
            new Dictionary<string, DynamoDbValue>(StringComparer.Ordinal)
            {
                [":now"] = Seconds(now),
                [":claimant"] = DynamoDbValue.Of(claimant),
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task RecordSentAsync(string id, DateTimeOffset until, CancellationToken cancellationToken) =>
        dynamoDb.PutItemAsync(
            tableName,
            new Dictionary<string, DynamoDbValue>(StringComparer.Ordinal)
            {
                [Id] = DynamoDbValue.Of(id),
                [ExpiresAt] = Seconds(until),
            },
            cancellationToken);

    private static DynamoDbValue Seconds(DateTimeOffset time) => DynamoDbValue.Of(time.ToUnixTimeSeconds());
}
