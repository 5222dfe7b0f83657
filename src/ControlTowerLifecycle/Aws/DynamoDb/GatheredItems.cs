using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Aws.DynamoDb;

/// <summary>
/// The gathered accounts of a cause, in <see cref="Items"/> items of the table, <c>cause/…/N</c>: the sets <c>gathered</c>
/// (each <c>ID|name</c>), which the next digest lists, and <c>listed</c> (each an ID), which notifications have listed
/// and which are not added again before <c>listedUntil</c>.
/// </summary>
/// <remarks>
/// A set ignores what it already has, so a repeated write changes nothing. The accounts are spread because DynamoDB charges
/// and limits each write by the size of the item: with 10,000 accounts each item has about 300, in 20 KB of at most 400 KB.
/// </remarks>
internal sealed class GatheredItems(AmazonDynamoDBClient dynamoDb, string tableName)
{
    public const int Items = 32;

    private const string Id = "id";
    private const string Gathered = "gathered";
    private const string Listed = "listed";
    private const char Separator = '|';

    /// <returns>False if the account is listed.</returns>
    public Task<bool> AddAsync(
        CauseId cause, Affected affected, DateTimeOffset now, DateTimeOffset expires, CancellationToken cancellationToken) =>
        UpdateAsync(
            new UpdateItemRequest
            {
                Key = Key(cause, Number(affected.Id)),
                UpdateExpression = "ADD gathered :account SET expiresAt = :expires",
                ConditionExpression = "attribute_not_exists(listed) OR listedUntil < :now OR NOT contains(listed, :id)",
                ExpressionAttributeValues = new(StringComparer.Ordinal)
                {
                    [":account"] = Set([Format(affected)]),
                    [":id"] = new AttributeValue(affected.Id),
                    [":now"] = Seconds(now),
                    [":expires"] = Seconds(expires),
                },
            },
            cancellationToken);

    /// <returns>The accounts that are not listed, in the order of their IDs.</returns>
    public async Task<IReadOnlyList<Affected>> ReadAsync(
        CauseId cause, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var items = await Task.WhenAll(Enumerable.Range(0, Items).Select(number => ReadAsync(Key(cause, number), cancellationToken)));
        return
        [
            .. items.SelectMany(item => NotListed(item, now))
                .DistinctBy(affected => affected.Id, StringComparer.Ordinal)
                .OrderBy(affected => affected.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>Moves the accounts from one set to the other.</summary>
    public Task RecordListedAsync(
        CauseId cause, IReadOnlyList<Affected> listed, DateTimeOffset now, DateTimeOffset until,
        CancellationToken cancellationToken) =>
        Task.WhenAll(listed.GroupBy(affected => Number(affected.Id)).Select(accounts => RecordListedAsync(
            Key(cause, accounts.Key), [.. accounts], now, until, cancellationToken)));

    /// <summary>DynamoDB refuses a write whose condition does not hold.</summary>
    public static async Task<bool> HoldsAsync(Func<Task> write)
    {
        try
        {
            await write();
            return true;
        }
        catch (AwsException refused) when (refused.Code == "ConditionalCheckFailedException")
        {
            return false;
        }
    }

    public static AttributeValue Seconds(DateTimeOffset time) =>
        new() { N = time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) };

    private async Task RecordListedAsync(
        Dictionary<string, AttributeValue> key, IReadOnlyList<Affected> listed, DateTimeOffset now, DateTimeOffset until,
        CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
        {
            // The name may have been unknown when the account was gathered before.
            [":accounts"] = Set(listed.SelectMany(affected => new[] { Format(affected), Format(affected with { Name = null }) })),
            [":ids"] = Set(listed.Select(affected => affected.Id)),
            [":until"] = Seconds(until),
            [":expires"] = Seconds(now + CauseUpdates.KeptFor),
        };

        // The set starts over when its first entry is a day old, so that it does not grow for ever.
        var startsOver = await UpdateAsync(
            new UpdateItemRequest
            {
                Key = key,
                UpdateExpression = "DELETE gathered :accounts SET listed = :ids, listedUntil = :until, expiresAt = :expires",
                ConditionExpression = "attribute_not_exists(listed) OR listedUntil < :now",
                ExpressionAttributeValues = new(values, StringComparer.Ordinal) { [":now"] = Seconds(now) },
            },
            cancellationToken);
        values.Remove(":until");
        if (!startsOver)
        {
            await UpdateAsync(
                new UpdateItemRequest
                {
                    Key = key,
                    UpdateExpression = "DELETE gathered :accounts ADD listed :ids SET expiresAt = :expires",
                    ExpressionAttributeValues = values,
                },
                cancellationToken);
        }
    }

    private async Task<Dictionary<string, AttributeValue>> ReadAsync(
        Dictionary<string, AttributeValue> key, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = tableName, Key = key, ConsistentRead = true };
        var response = await AwsInvocation.InvokeAsync(
            AwsService.DynamoDb,
            "GetItem",
            tableName,
            () => dynamoDb.GetItemAsync(request, cancellationToken),
            cancellationToken);
        return response.Item ?? [];
    }

    private Task<bool> UpdateAsync(UpdateItemRequest request, CancellationToken cancellationToken)
    {
        request.TableName = tableName;
        return HoldsAsync(() => AwsInvocation.InvokeAsync(
            AwsService.DynamoDb,
            "UpdateItem",
            tableName,
            () => dynamoDb.UpdateItemAsync(request, cancellationToken),
            cancellationToken));
    }

    private static IEnumerable<Affected> NotListed(Dictionary<string, AttributeValue> item, DateTimeOffset now)
    {
        var isCurrent = long.TryParse(item.GetValueOrDefault("listedUntil")?.N, CultureInfo.InvariantCulture, out var until)
            && until >= now.ToUnixTimeSeconds();
        HashSet<string> listed = [.. isCurrent ? item.GetValueOrDefault(Listed)?.SS ?? [] : []];
        return (item.GetValueOrDefault(Gathered)?.SS ?? []).Select(Parse).Where(affected => !listed.Contains(affected.Id));
    }

    private static string Format(Affected affected) => $"{affected.Id}{Separator}{affected.Name}";

    private static Affected Parse(string text) => text.Split(Separator, 2) is [var id, { Length: > 0 } name]
        ? new Affected(id, name)
        : new Affected(text.TrimEnd(Separator), null);

    private static int Number(string id) => SHA256.HashData(Encoding.UTF8.GetBytes(id))[0] % Items;

    private static AttributeValue Set(IEnumerable<string> texts) => new() { SS = [.. texts.Distinct(StringComparer.Ordinal)] };

    private static Dictionary<string, AttributeValue> Key(CauseId cause, int number) => new(StringComparer.Ordinal)
    {
        [Id] = new AttributeValue(string.Create(CultureInfo.InvariantCulture, $"cause/{cause}/{number}")),
    };
}
