using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Tests.Sandbox.Aws;

public sealed class SandboxGetItemTests
{
    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData(null)]
    public async Task GetItem_returns_the_stored_item(string? consistentRead)
    {
        await using var run = await SandboxRun.StartAsync();
        Put(run, """{"id":{"S":"a"},"expiresAt":{"N":"2"}}""");

        var reply = await GetAsync(run, """{"id":{"S":"a"}}""", consistentRead);

        Assert.Equal((200, """{"Item":{"id":{"S":"a"},"expiresAt":{"N":"2"}}}"""), (reply.Status, reply.Text));
    }

    [Fact]
    public async Task GetItem_returns_an_empty_response_for_a_missing_item()
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await GetAsync(run, """{"id":{"S":"a"}}""", "true");

        Assert.Equal((200, "{}"), (reply.Status, reply.Text));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"id":{"N":"1"}}""")]
    [InlineData("""{"id":{"S":""}}""")]
    [InlineData("""{"id":"a"}""")]
    [InlineData("""{"name":{"S":"a"}}""")]
    [InlineData("""{"id":{"S":"a"},"name":{"S":"b"}}""")]
    public async Task GetItem_with_an_invalid_key_is_refused(string key)
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await GetAsync(run, key, "true");

        Assert.Equal("com.amazon.coral.validate#ValidationException", reply.Code);
    }

    [Fact]
    public async Task GetItem_with_a_text_as_ConsistentRead_is_refused()
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await GetAsync(run, """{"id":{"S":"a"}}""", "\"true\"");

        Assert.Equal("com.amazon.coral.service#SerializationException", reply.Code);
    }

    [Theory]
    [InlineData("GetItem", "Key", "ProjectionExpression")]
    [InlineData("GetItem", "Key", "AttributesToGet")]
    [InlineData("PutItem", "Item", "ReturnValues")]
    [InlineData("PutItem", "Item", "ConsistentRead")]
    public async Task Unsupported_parameter_is_refused_by_name(string operation, string parameter, string unsupported)
    {
        await using var run = await SandboxRun.StartAsync();
        var input = new JsonObject
        {
            ["TableName"] = run.Server.Notifications.Name,
            [parameter] = JsonNode.Parse("""{"id":{"S":"a"}}"""),
            [unsupported] = "x",
        };

        var reply = await run.Aws.DynamoDbAsync(operation, input.ToJsonString());

        Assert.Equal("com.amazon.coral.validate#ValidationException", reply.Code);
        Assert.Contains(unsupported, reply.Text, StringComparison.Ordinal);
        Assert.Empty(run.Server.Notifications.Items);
    }

    [Fact]
    public async Task GetItem_needs_its_own_permission_on_the_table()
    {
        await using var run = await SandboxRun.StartAsync();
        run.Server.RestrictFunctions(SandboxRun.Allow("dynamodb:PutItem", run.Server.Notifications.Arn));
        var refused = await GetAsync(run, """{"id":{"S":"a"}}""", "true");
        run.Server.RestrictFunctions(SandboxRun.Allow("dynamodb:GetItem", run.Server.Notifications.Arn));
        var allowed = await GetAsync(run, """{"id":{"S":"a"}}""", "true");

        Assert.Equal((400, "AccessDeniedException"), (refused.Status, refused.Code));
        Assert.Contains("dynamodb:GetItem", refused.Text, StringComparison.Ordinal);
        Assert.Equal(200, allowed.Status);
    }

    private static Task<AwsReply> GetAsync(SandboxRun run, string key, string? consistentRead)
    {
        var input = new JsonObject { ["TableName"] = run.Server.Notifications.Name, ["Key"] = JsonNode.Parse(key) };
        if (consistentRead is not null)
            input["ConsistentRead"] = JsonNode.Parse(consistentRead);
        return run.Aws.DynamoDbAsync("GetItem", input.ToJsonString());
    }

    private static void Put(SandboxRun run, string item) =>
        run.Server.Notifications.Put("a", JsonNode.Parse(item)!.AsObject(), _ => true);
}
