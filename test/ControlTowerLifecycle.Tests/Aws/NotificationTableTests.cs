using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.DynamoDb;
using ControlTowerLifecycle.Failures;
using Microsoft.AspNetCore.Http;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class NotificationTableTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Claim_is_put_if_there_is_none_or_it_expired_or_has_the_same_claimant()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("PutItem", "dynamodb-put-item.json");

        Assert.True(await ClaimAsync(server));

        server.AssertSent("""
            {"TableName":"notifications",
             "Item":{"id":{"S":"444455556666#key"},"expiresAt":{"N":"1800000120"},"claimedBy":{"S":"m1"}},
             "ConditionExpression":"attribute_not_exists(id) OR expiresAt < :now OR claimedBy = :claimant",
             "ExpressionAttributeValues":{":now":{"N":"1800000000"},":claimant":{"S":"m1"}}}
            """);
    }

    [Fact]
    public async Task Failed_condition_returns_false()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("PutItem", "dynamodb-condition-failed.json", 400);

        Assert.False(await ClaimAsync(server));
    }

    [Fact]
    public async Task Response_with_a_checksum_is_read()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("PutItem", async context =>
        {
            context.Response.Headers["x-amz-crc32"] = "2745614147";
            await context.Response.WriteAsync("{}", Token);
        });

        Assert.True(await ClaimAsync(server));
    }

    [Fact]
    public async Task Sent_notification_has_no_claimant()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("PutItem", "dynamodb-put-item.json");

        await Table(server).RecordSentAsync("444455556666#key", Now.AddHours(24), Token);

        server.AssertSent("""
            {"TableName":"notifications","Item":{"id":{"S":"444455556666#key"},"expiresAt":{"N":"1800086400"}}}
            """);
    }

    [Fact]
    public async Task Missing_table_needs_the_operator()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("PutItem", "dynamodb-no-table.json", 400);

        var refused = await Assert.ThrowsAsync<AwsException>(() => ClaimAsync(server));

        Assert.Equal(FailureKind.NeedsOperator, refused.Kind);
        Assert.Contains("NOTIFICATION_TABLE_NAME", refused.Advice, StringComparison.Ordinal);
    }

    private static NotificationTable Table(LoopbackServer server) =>
        new(server.Connection(), "notifications");

    private static Task<bool> ClaimAsync(LoopbackServer server) =>
        Table(server).TryClaimAsync("444455556666#key", "m1", Now, Now.AddMinutes(2), Token);
}
