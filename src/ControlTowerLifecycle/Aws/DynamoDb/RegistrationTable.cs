using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Aws.DynamoDb;

/// <summary>
/// The record of one protection in the DynamoDB table of notifications: an item for each account, of <c>id</c> (the key)
/// and <c>registrationsBefore</c>, 0. It is read by putting it where it is: that takes no other permission than to put.
/// </summary>
internal sealed class RegistrationTable(DynamoDbClient dynamoDb, string tableName, string protection) : IRegistrationRecord
{
    private const string RegistrationsBefore = "registrationsBefore";

    private static readonly DynamoDbValue None = DynamoDbValue.Of(0);

    /// <inheritdoc/>
    public bool IsKept => true;

    /// <inheritdoc/>
    public Task RecordNoneBeforeAsync(AccountId account, CancellationToken cancellationToken) =>
        dynamoDb.PutItemAsync(tableName, Item(account, None), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> HadNoneBeforeAsync(AccountId account, CancellationToken cancellationToken) =>
        dynamoDb.TryPutItemAsync(
            tableName,
            Item(account, None),
            $"{RegistrationsBefore} = :none",
            new Dictionary<string, DynamoDbValue>(StringComparer.Ordinal) { [":none"] = None },
            cancellationToken);

    /// <inheritdoc/>
    public Task ForgetAsync(AccountId account, CancellationToken cancellationToken) =>
        dynamoDb.PutItemAsync(tableName, Item(account, DynamoDbValue.Of("forgotten")), cancellationToken);

    private Dictionary<string, DynamoDbValue> Item(AccountId account, DynamoDbValue registrationsBefore) =>
        new(StringComparer.Ordinal)
        {
            ["id"] = DynamoDbValue.Of($"{protection}/{account}"),
            [RegistrationsBefore] = registrationsBefore,
        };
}
