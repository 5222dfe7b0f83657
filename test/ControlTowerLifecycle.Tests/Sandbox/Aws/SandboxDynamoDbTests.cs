using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Tests.Sandbox.Aws;

public sealed class SandboxDynamoDbTests
{
    private const string Claim = "attribute_not_exists(id) OR expiresAt < :now OR claimedBy = :me";

    [Fact]
    public async Task PutItem_replaces_the_item_with_the_same_key()
    {
        await using var run = await SandboxRun.StartAsync();

        await PutAsync(run, """{"id":{"S":"a"},"expiresAt":{"N":"1"},"claimedBy":{"S":"m1"}}""");
        await PutAsync(run, """{"id":{"S":"a"},"expiresAt":{"N":"2"}}""");

        var item = Assert.Single(run.Server.Notifications.Items);
        Assert.Equal("a", item.Key);
        Assert.Equal("""{"id":{"S":"a"},"expiresAt":{"N":"2"}}""", item.Value.ToJsonString());
    }

    [Fact]
    public async Task Response_has_the_checksum_of_its_body()
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await PutAsync(run, """{"id":{"S":"a"}}""");

        Assert.Equal("{}", reply.Text);
        Assert.Equal("2745614147", Assert.Single(reply.Headers.GetValues("x-amz-crc32")));
    }

    [Theory]
    [InlineData("10", "m2", 400)]
    [InlineData("10", "m1", 200)]
    [InlineData("100", "m2", 400)]
    [InlineData("101", "m2", 200)]
    [InlineData("1000", "m2", 200)]
    public async Task Condition_is_evaluated_on_the_stored_item(string now, string me, int status)
    {
        await using var run = await SandboxRun.StartAsync();
        Assert.Equal(200, (await ClaimAsync(run, "0", "m1")).Status);

        var reply = await ClaimAsync(run, now, me);

        Assert.Equal(status, reply.Status);
        if (status == 400)
            Assert.Equal("com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", reply.Code);
    }

    [Theory]
    [InlineData("""{"expiresAt":{"N":"1"}}""")]
    [InlineData("""{"id":{"N":"1"}}""")]
    [InlineData("""{"id":{"S":""}}""")]
    [InlineData("""{"id":{"S":"a"},"expiresAt":{"N":"soon"}}""")]
    [InlineData("""{"id":{"S":"a"},"expiresAt":{"N":1}}""")]
    [InlineData("""{"id":{"S":"a"},"expiresAt":1}""")]
    public async Task Invalid_item_is_refused(string item)
    {
        await using var run = await SandboxRun.StartAsync();

        Assert.Equal("com.amazon.coral.validate#ValidationException", (await PutAsync(run, item)).Code);

        Assert.Empty(run.Server.Notifications.Items);
    }

    [Theory]
    [InlineData("attribute_not_exists(id)", """{":unused":{"S":"x"}}""")]
    [InlineData("claimedBy = :missing", "{}")]
    [InlineData("size(id) > :n", """{":n":{"N":"1"}}""")]
    public async Task Expression_that_does_not_match_its_values_is_refused(string condition, string values)
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await PutAsync(run, """{"id":{"S":"a"}}""", condition, values);

        Assert.Equal("com.amazon.coral.validate#ValidationException", reply.Code);
    }

    [Fact]
    public async Task Unknown_table_is_refused()
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await run.Aws.DynamoDbAsync("PutItem", """{"TableName":"none","Item":{"id":{"S":"a"}}}""");

        Assert.Equal("com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", reply.Code);
    }

    private static Task<AwsReply> ClaimAsync(SandboxRun run, string now, string me) => PutAsync(
        run,
        $$$"""{"id":{"S":"a"},"expiresAt":{"N":"100"},"claimedBy":{"S":"{{{me}}}"}}""",
        Claim,
        $$$"""{":now":{"N":"{{{now}}}"},":me":{"S":"{{{me}}}"}}""");

    private static Task<AwsReply> PutAsync(
        SandboxRun run, string item, string? condition = null, string? values = null)
    {
        var input = new JsonObject
        {
            ["TableName"] = run.Server.Notifications.Name,
            ["Item"] = JsonNode.Parse(item),
        };
        if (condition is not null)
            input["ConditionExpression"] = condition;
        if (values is not null and not "{}")
            input["ExpressionAttributeValues"] = JsonNode.Parse(values);
        return run.Aws.DynamoDbAsync("PutItem", input.ToJsonString());
    }
}
