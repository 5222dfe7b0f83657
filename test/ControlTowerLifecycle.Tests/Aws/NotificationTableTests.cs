using System.Text.Json.Nodes;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.DynamoDb;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Tests.Notifications;
using Microsoft.AspNetCore.Http;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class NotificationTableTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Record_is_written_if_nothing_wrote_it_since()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("PutItem", "dynamodb-put-item.json");

        Assert.True(await WriteAsync(server, Record with { Version = "read" }));

        var sent = JsonNode.Parse(Assert.Single(server.Calls).Body)!;
        var written = (string)sent["Item"]!["version"]!["S"]!;
        Assert.Equal($"cause/{CauseRig.Cause}", (string?)sent["Item"]!["id"]!["S"]);
        Assert.Equal("1800000120", (string?)sent["Item"]!["expiresAt"]!["N"]);
        Assert.Equal("version = :read OR version = :written", (string?)sent["ConditionExpression"]);
        Assert.Equal(
            $$$"""{":written":{"S":"{{{written}}}"},":read":{"S":"read"}}""", sent["ExpressionAttributeValues"]!.ToJsonString());
    }

    [Fact]
    public async Task Record_is_read_as_it_was_written()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("PutItem", "dynamodb-put-item.json");
        var record = Record with
        {
            Sent = [Now, Now.AddMilliseconds(1)],
            DigestAt = Now.AddMilliseconds(2),
            TimerAt = Now.AddMilliseconds(3),
            Claimant = "m1",
        };
        await WriteAsync(server, record);
        var item = JsonNode.Parse(Assert.Single(server.Calls).Body)!["Item"]!;
        server.On("GetItem", context => context.Response.WriteAsync($$"""{"Item":{{item.ToJsonString()}}}""", Token));

        var read = await Table(server).FindAsync(CauseRig.Cause, Token);

        Assert.Equal(record.Sent, read!.Sent);
        Assert.Equal(record with { Sent = read.Sent, Version = read.Version }, read);
    }

    [Fact]
    public async Task Table_without_an_item_has_no_record()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("GetItem", context => context.Response.WriteAsync("{}", Token));

        Assert.Null(await Table(server).FindAsync(CauseRig.Cause, Token));
    }

    [Theory]
    [InlineData("""{"Item":{"id":{"S":"cause/1"},"registrationsBefore":{"N":"0"}}}""")]
    [InlineData("""{"Item":{"version":{"S":"1"},"failure":{"S":"no JSON"}}}""")]
    [InlineData("""{"Item":{"version":{"S":"1"},"failure":{"S":"{\"causeKey\":\"k\"}"},"sent":{"S":"soon"}}}""")]
    [InlineData("""{"Item":{"version":{"S":"1"},"failure":{"S":"null"}}}""")]
    public async Task Item_of_another_kind_needs_the_operator(string response)
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("GetItem", context => context.Response.WriteAsync(response, Token));

        var unusable = await Assert.ThrowsAsync<AwsException>(() => Table(server).FindAsync(CauseRig.Cause, Token));

        Assert.Equal(FailureKind.NeedsOperator, unusable.Kind);
        Assert.Equal($"Delete the item whose id is cause/{CauseRig.Cause} from the table.", unusable.Advice);
    }

    [Fact]
    public async Task Failed_condition_returns_false()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("PutItem", "dynamodb-condition-failed.json", 400);
        server.On("UpdateItem", "dynamodb-condition-failed.json", 400);

        Assert.False(await WriteAsync(server, Record));
        Assert.False(await Table(server).GatherAsync(CauseRig.Cause, new Affected("1", null), Now, Now, Token));
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

        Assert.True(await WriteAsync(server, Record));
    }

    [Fact]
    public async Task Missing_table_needs_the_operator()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("PutItem", "dynamodb-no-table.json", 400);

        var refused = await Assert.ThrowsAsync<AwsException>(() => WriteAsync(server, Record));

        Assert.Equal(FailureKind.NeedsOperator, refused.Kind);
        Assert.Contains("NOTIFICATION_TABLE_NAME", refused.Advice, StringComparison.Ordinal);
    }

    private static CauseRecord Record { get; } = new(FailureSummary.Of(CauseRig.Notice(1)));

    private static NotificationTable Table(LoopbackServer server) => new(server.Connection(), "notifications");

    private static Task<bool> WriteAsync(LoopbackServer server, CauseRecord record) =>
        Table(server).TryWriteAsync(CauseRig.Cause, record, Now.AddMinutes(2), Token);
}
