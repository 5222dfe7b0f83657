using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Aws.DynamoDb;

/// <summary>
/// The record of one protection in the DynamoDB table of notifications: an item for each account, with <c>id</c> (the key)
/// and <c>registrationsBefore</c>, which is 0, or a text after the record is revoked.
/// </summary>
internal sealed class RegistrationTable(AwsConnection connection, string tableName, string protection)
    : IRegistrationRecord
{
    private const string Id = "id";
    private const string RegistrationsBefore = "registrationsBefore";

    /// <summary>The only number that is stored: DynamoDB returns a number as text, in its shortest form.</summary>
    private const string None = "0";

    private readonly AmazonDynamoDBClient _dynamoDb = SdkClients.CreateDynamoDb(connection);

    /// <inheritdoc/>
    public bool IsKept => true;

    /// <inheritdoc/>
    public Task RecordNoneBeforeAsync(AccountId account, CancellationToken cancellationToken) =>
        PutAsync(account, new AttributeValue { N = None }, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> HadNoneBeforeAsync(AccountId account, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest
        {
            TableName = tableName,
            Key = Key(account),
            // An eventually consistent read can miss what another process wrote a moment ago.
            ConsistentRead = true,
        };
        var response = await AwsInvocation.InvokeAsync(
            AwsService.DynamoDb,
            "GetItem",
            tableName,
            () => _dynamoDb.GetItemAsync(request, cancellationToken),
            cancellationToken);
        return response.Item?.GetValueOrDefault(RegistrationsBefore) is { N: None };
    }

    /// <inheritdoc/>
    public Task ForgetAsync(AccountId account, CancellationToken cancellationToken) =>
        PutAsync(account, new AttributeValue("forgotten"), cancellationToken);

    private Task<PutItemResponse> PutAsync(AccountId account, AttributeValue registrationsBefore, CancellationToken cancellationToken)
    {
        var item = Key(account);
        item.Add(RegistrationsBefore, registrationsBefore);
        return AwsInvocation.InvokeAsync(
            AwsService.DynamoDb,
            "PutItem",
            tableName,
            () => _dynamoDb.PutItemAsync(tableName, item, cancellationToken),
            cancellationToken);
    }

    private Dictionary<string, AttributeValue> Key(AccountId account) =>
        new(StringComparer.Ordinal) { [Id] = new AttributeValue($"{protection}/{account}") };
}
