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
    public async Task UpdateItem_changes_sets_and_removes_a_set_that_becomes_empty()
    {
        await using var run = await SandboxRun.StartAsync();

        await UpdateAsync(run, "ADD waiting :v SET expiresAt = :t", """{":v":{"SS":["b","a"]},":t":{"N":"1"}}""");
        await UpdateAsync(run, "ADD waiting :v", """{":v":{"SS":["a","c"]}}""");
        Assert.Equal(
            """{"id":{"S":"a"},"waiting":{"SS":["a","b","c"]},"expiresAt":{"N":"1"}}""", Sorted(run, "id", "waiting", "expiresAt"));

        await UpdateAsync(run, "DELETE waiting :v ADD done :v", """{":v":{"SS":["a","b","c"]}}""");
        Assert.Equal("""{"id":{"S":"a"},"done":{"SS":["a","b","c"]}}""", Sorted(run, "id", "waiting", "done"));
    }

    [Theory]
    [InlineData("NOT contains(waiting, :m)", "a", 400)]
    [InlineData("NOT contains(waiting, :m)", "b", 200)]
    [InlineData("NOT contains(other, :m)", "a", 200)]
    [InlineData("attribute_not_exists(waiting) OR NOT contains(waiting, :m)", "a", 400)]
    public async Task UpdateItem_has_a_condition(string condition, string member, int status)
    {
        await using var run = await SandboxRun.StartAsync();
        await UpdateAsync(run, "ADD waiting :v", """{":v":{"SS":["a"]}}""");

        var reply = await UpdateAsync(
            run, "ADD waiting :v", $$$"""{":v":{"SS":["c"]},":m":{"S":"{{{member}}}"}}""", condition);

        Assert.Equal(status, reply.Status);
    }

    [Theory]
    [InlineData("ADD waiting :v", """{":v":{"SS":[]}}""")]
    [InlineData("ADD waiting :v", """{":v":{"SS":["a","a"]}}""")]
    [InlineData("ADD waiting :v", """{":v":{"SS":[""]}}""")]
    [InlineData("ADD waiting :v", """{":v":{"S":"a"}}""")]
    [InlineData("ADD waiting :v", """{":v":{"SS":["a"]},":unused":{"S":"a"}}""")]
    [InlineData("ADD waiting :none", """{":v":{"SS":["a"]}}""")]
    [InlineData("ADD id :v", """{":v":{"SS":["a"]}}""")]
    [InlineData("ADD waiting :v DELETE waiting :v", """{":v":{"SS":["a"]}}""")]
    [InlineData("REMOVE waiting", "{}")]
    public async Task Invalid_update_is_refused(string update, string values)
    {
        await using var run = await SandboxRun.StartAsync();

        Assert.Equal("com.amazon.coral.validate#ValidationException", (await UpdateAsync(run, update, values)).Code);

        Assert.Empty(run.Server.Notifications.Items);
    }

    [Fact]
    public async Task Item_above_400_KB_is_refused()
    {
        await using var run = await SandboxRun.StartAsync();
        var text = new string('x', 300 * 1024);
        await UpdateAsync(run, "ADD waiting :v", $$$"""{":v":{"SS":["a{{{text}}}"]}}""");

        Assert.Equal(400, (await UpdateAsync(run, "ADD waiting :v", $$$"""{":v":{"SS":["b{{{text}}}"]}}""")).Status);
        Assert.Equal(400, (await PutAsync(run, $$$"""{"id":{"S":"b"},"text":{"S":"{{{text}}}{{{text}}}"}}""")).Status);
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

    private static string Sorted(SandboxRun run, params string[] names)
    {
        var item = Assert.Single(run.Server.Notifications.Items).Value;
        return new JsonObject(names.Where(item.ContainsKey).Select(name =>
            KeyValuePair.Create(name, item[name]?.DeepClone()))).ToJsonString();
    }

    private static Task<AwsReply> UpdateAsync(SandboxRun run, string update, string values, string? condition = null)
    {
        var input = new JsonObject
        {
            ["TableName"] = run.Server.Notifications.Name,
            ["Key"] = JsonNode.Parse("""{"id":{"S":"a"}}"""),
            ["UpdateExpression"] = update,
        };
        if (condition is not null)
            input["ConditionExpression"] = condition;
        if (values is not "{}")
            input["ExpressionAttributeValues"] = JsonNode.Parse(values);
        return run.Aws.DynamoDbAsync("UpdateItem", input.ToJsonString());
    }

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
