using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.FollowUps;

namespace ControlTowerLifecycle.Aws.DynamoDb;

/// <summary>
/// The accounts with a support case, in the DynamoDB table of notifications: an item <c>case/ACCOUNT</c> with <c>leaseUntil</c>
/// (in seconds since 1970) and <c>claimedBy</c>, or with <c>caseId</c> alone once the case is open. Neither has a time to live.
/// </summary>
/// <remarks>
/// A put is sent again if its response was lost. So the condition has to hold for the claim that the first put wrote.
/// </remarks>
internal sealed class SupportCaseTable(AwsConnection connection, string tableName) : ICaseClaims
{
    private const string Id = "id";
    private const string LeaseUntil = "leaseUntil";
    private const string ClaimedBy = "claimedBy";
    private const string CaseId = "caseId";

    // An open case has neither of the two, and a comparison with a missing attribute is false.
    private const string IsFree = $"attribute_not_exists({Id}) OR {LeaseUntil} < :now OR {ClaimedBy} = :claimant";

    private readonly AmazonDynamoDBClient _dynamoDb = SdkClients.CreateDynamoDb(connection);

    /// <inheritdoc/>
    public async Task<bool> TryClaimAsync(
        AccountId account, string claimant, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var claim = Key(account);
        claim.Add(LeaseUntil, Seconds(until));
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
    public async Task<string?> FindCaseAsync(AccountId account, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = tableName, Key = Key(account), ConsistentRead = true };
        var response = await AwsInvocation.InvokeAsync(
            AwsService.DynamoDb,
            "GetItem",
            tableName,
            () => _dynamoDb.GetItemAsync(request, cancellationToken),
            cancellationToken);
        return response.Item?.GetValueOrDefault(CaseId)?.S is { Length: > 0 } caseId ? caseId : null;
    }

    /// <inheritdoc/>
    public Task RecordCaseAsync(AccountId account, string caseId, CancellationToken cancellationToken)
    {
        var item = Key(account);
        item.Add(CaseId, new AttributeValue(caseId));
        return PutAsync(new PutItemRequest(tableName, item), cancellationToken);
    }

    private Task<PutItemResponse> PutAsync(PutItemRequest request, CancellationToken cancellationToken) =>
        AwsInvocation.InvokeAsync(
            AwsService.DynamoDb,
            "PutItem",
            tableName,
            () => _dynamoDb.PutItemAsync(request, cancellationToken),
            cancellationToken);

    private static Dictionary<string, AttributeValue> Key(AccountId account) =>
        new(StringComparer.Ordinal) { [Id] = new AttributeValue($"case/{account}") };

    private static AttributeValue Seconds(DateTimeOffset time) =>
        new() { N = time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) };
}
