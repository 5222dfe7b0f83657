using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Aws.DynamoDb;

/// <summary>
/// The claims of notifications in a DynamoDB table: an item for each claim, with <c>id</c> (the key), <c>expiresAt</c>
/// (in seconds since 1970, also the table's time to live) and, until the notification is sent, <c>claimedBy</c>.
/// </summary>
/// <remarks>
/// A put is sent again if its response was lost. So the condition has to hold for the claim that the first put wrote.
/// </remarks>
internal sealed class NotificationTable(AwsConnection connection, string tableName) : INotificationClaims
{
    private const string Id = "id";
    private const string ExpiresAt = "expiresAt";
    private const string ClaimedBy = "claimedBy";

    // DynamoDB removes expired items within days, not at once, so the condition compares the time too.
    private const string IsFree =
        $"attribute_not_exists({Id}) OR {ExpiresAt} < :now OR {ClaimedBy} = :claimant";

    private readonly AmazonDynamoDBClient _dynamoDb = SdkClients.CreateDynamoDb(connection);

    /// <inheritdoc/>
    public async Task<bool> TryClaimAsync(
        string id, string claimant, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var claim = Item(id, until);
        claim.Add(ClaimedBy, new AttributeValue(claimant));
        try
        {
            await PutAsync(
                new PutItemRequest(tableName, claim)
                {
                    ConditionExpression = IsFree,
                    ExpressionAttributeValues = new(StringComparer.Ordinal)
                    {
                        [":now"] = Seconds(now),
                        [":claimant"] = new AttributeValue(claimant),
                    },
                },
                cancellationToken);
            return true;
        }
        catch (AwsException refused) when (refused.Code == "ConditionalCheckFailedException")
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public Task RecordSentAsync(string id, DateTimeOffset until, CancellationToken cancellationToken) =>
        PutAsync(new PutItemRequest(tableName, Item(id, until)), cancellationToken);

    private Task<PutItemResponse> PutAsync(PutItemRequest request, CancellationToken cancellationToken) =>
        AwsInvocation.InvokeAsync(
            AwsService.DynamoDb,
            "PutItem",
            tableName,
            () => _dynamoDb.PutItemAsync(request, cancellationToken),
            cancellationToken);

    private static Dictionary<string, AttributeValue> Item(string id, DateTimeOffset expiresAt) =>
        new(StringComparer.Ordinal) { [Id] = new AttributeValue(id), [ExpiresAt] = Seconds(expiresAt) };

    private static AttributeValue Seconds(DateTimeOffset time) =>
        new() { N = time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) };
}
