using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Tests.Sandbox.Aws;

public sealed class SandboxSqsTests
{
    [Fact]
    public async Task Message_is_sent_received_hidden_and_deleted()
    {
        await using var run = await SandboxRun.StartAsync();
        using var queue = Queue(run);
        var sent = await run.Aws.SqsAsync("SendMessage", Input(queue, ("MessageBody", "hello")));

        var received = (await run.Aws.SqsAsync("ReceiveMessage", Input(queue))).Json["Messages"]![0]!;
        var hidden = await run.Aws.SqsAsync("ReceiveMessage", Input(queue));
        var handle = received["ReceiptHandle"]!.GetValue<string>();
        var changed = await run.Aws.SqsAsync(
            "ChangeMessageVisibility", Input(queue, ("ReceiptHandle", handle), ("VisibilityTimeout", 60)));
        var deleted = await run.Aws.SqsAsync("DeleteMessage", Input(queue, ("ReceiptHandle", handle)));

        Assert.Equal("5d41402abc4b2a76b9719d911017c592", sent.Json["MD5OfMessageBody"]!.GetValue<string>());
        Assert.Equal("hello", received["Body"]!.GetValue<string>());
        Assert.Equal("1", received["Attributes"]!["ApproximateReceiveCount"]!.GetValue<string>());
        Assert.Equal("{}", hidden.Text);
        Assert.Equal((200, 200), (changed.Status, deleted.Status));
        Assert.True(queue.Counts.IsEmpty);
    }

    [Fact]
    public async Task Policies_of_a_queue_are_attributes()
    {
        await using var run = await SandboxRun.StartAsync();
        using var dead = Queue(run);
        using var queue = Queue(run, new RedrivePolicy(dead, 20));
        queue.Policy = """{"Version":"2012-10-17"}""";

        var all = (await run.Aws.SqsAsync(
            "GetQueueAttributes", Input(queue, ("AttributeNames", new JsonArray("All"))))).Json["Attributes"]!;
        var none = (await run.Aws.SqsAsync(
            "GetQueueAttributes", Input(dead, ("AttributeNames", new JsonArray("Policy", "RedrivePolicy"))))).Json["Attributes"]!;

        Assert.Equal(queue.Policy, (string?)all["Policy"]);
        Assert.Equal($$"""{"deadLetterTargetArn":"{{dead.Arn}}","maxReceiveCount":20}""", (string?)all["RedrivePolicy"]);
        Assert.Empty(none.AsObject());
    }

    [Fact]
    public async Task Message_attributes_are_returned_only_on_request()
    {
        await using var run = await SandboxRun.StartAsync();
        using var queue = Queue(run);
        var attributes = JsonNode.Parse("""{"cause":{"DataType":"String","StringValue":"it failed"}}""")!;
        await run.Aws.SqsAsync("SendMessage", Input(queue, ("MessageBody", "x"), ("MessageAttributes", attributes)));

        var requested = await run.Aws.SqsAsync(
            "ReceiveMessage", Input(queue, ("MessageAttributeNames", new JsonArray("All")), ("VisibilityTimeout", 0)));
        var unasked = await run.Aws.SqsAsync("ReceiveMessage", Input(queue));

        Assert.Equal(
            "it failed",
            (string?)requested.Json["Messages"]![0]!["MessageAttributes"]!["cause"]!["StringValue"]);
        Assert.Null(unasked.Json["Messages"]![0]!["MessageAttributes"]);
    }

    [Theory]
    [InlineData("""{"cause":{"DataType":"String","StringValue":""}}""")]
    [InlineData("""{"cause":{"DataType":"String","StringValue":"\u0000"}}""")]
    [InlineData("""{"cause":{"StringValue":"x"}}""")]
    public async Task Invalid_message_attribute_is_refused(string attributes)
    {
        await using var run = await SandboxRun.StartAsync();
        using var queue = Queue(run);

        var reply = await run.Aws.SqsAsync(
            "SendMessage", Input(queue, ("MessageBody", "x"), ("MessageAttributes", JsonNode.Parse(attributes)!)));

        Assert.Equal("InvalidParameterValue", reply.Code);
        Assert.True(queue.Counts.IsEmpty);
    }

    [Theory]
    [InlineData(26, 200)]
    [InlineData(25, 400)]
    public async Task Message_attributes_count_towards_the_size_of_a_message(int room, int status)
    {
        await using var run = await SandboxRun.StartAsync();
        using var queue = Queue(run);
        var attributes = JsonNode.Parse("""{"1234567890":{"DataType":"String","StringValue":"1234567890"}}""")!;

        var reply = await run.Aws.SqsAsync("SendMessage", Input(
            queue,
            ("MessageBody", new string('x', SandboxQueue.LargestBody - room)),
            ("MessageAttributes", attributes)));

        Assert.Equal(status, reply.Status);
    }

    [Fact]
    public async Task Queue_is_found_by_name_and_returns_its_counts()
    {
        await using var run = await SandboxRun.StartAsync();
        using var queue = Queue(run);
        queue.Send("hello");

        var url = await run.Aws.SqsAsync("GetQueueUrl", """{"QueueName":"work"}""");
        var attributes = await run.Aws.SqsAsync(
            "GetQueueAttributes", Input(queue, ("AttributeNames", new JsonArray("All"))));

        Assert.Equal(queue.Url, url.Json["QueueUrl"]!.GetValue<string>());
        Assert.Equal("1", attributes.Json["Attributes"]!["ApproximateNumberOfMessages"]!.GetValue<string>());
    }

    [Fact]
    public async Task Unknown_queue_is_refused_with_both_error_codes()
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await run.Aws.SqsAsync(
            "SendMessage", """{"QueueUrl":"http://127.0.0.1/111111111111/none","MessageBody":"x"}""");

        Assert.Equal("com.amazonaws.sqs#QueueDoesNotExist", reply.Code);
        Assert.Equal(
            "AWS.SimpleQueueService.NonExistentQueue;Sender",
            Assert.Single(reply.Headers.GetValues("x-amzn-query-error")));
    }

    [Theory]
    [InlineData(0, 1, "EmptyBatchRequest")]
    [InlineData(11, 1, "TooManyEntriesInBatchRequest")]
    [InlineData(10, 110_000, "BatchRequestTooLong")]
    public async Task Batch_has_one_to_ten_entries_and_at_most_one_mebibyte(int entries, int size, string code)
    {
        await using var run = await SandboxRun.StartAsync();
        using var queue = Queue(run);

        var reply = await run.Aws.SqsAsync(
            "SendMessageBatch",
            Batch(queue, Enumerable.Range(1, entries).Select(id => ($"{id}", new string('x', size)))));

        Assert.Equal($"com.amazonaws.sqs#{code}", reply.Code);
        Assert.True(queue.Counts.IsEmpty);
    }

    [Fact]
    public async Task Ids_in_a_batch_must_be_distinct()
    {
        await using var run = await SandboxRun.StartAsync();
        using var queue = Queue(run);

        Assert.Equal(
            "com.amazonaws.sqs#BatchEntryIdsNotDistinct",
            (await run.Aws.SqsAsync("SendMessageBatch", Batch(queue, [("same", "1"), ("same", "2")]))).Code);
        Assert.Equal(
            "com.amazonaws.sqs#InvalidBatchEntryId",
            (await run.Aws.SqsAsync("SendMessageBatch", Batch(queue, [("not an id", "1")]))).Code);
    }

    [Fact]
    public async Task Entry_can_fail_in_a_200_response_while_others_are_sent()
    {
        await using var run = await SandboxRun.StartAsync();
        using var queue = Queue(run);
        run.Server.Faults.Inject(FaultNames.EntryError, "sqs", "SendMessageBatch", accountId: "222222222222");

        var batch = Batch(
            queue, [("one", """{"accountId":"111111111111"}"""), ("two", """{"accountId":"222222222222"}""")]);
        var first = await run.Aws.SqsAsync("SendMessageBatch", batch);
        var again = await run.Aws.SqsAsync("SendMessageBatch", batch);

        Assert.Equal(200, first.Status);
        Assert.Equal("two", Assert.Single(first.Json["Failed"]!.AsArray())!["Id"]!.GetValue<string>());
        Assert.Equal("one", Assert.Single(first.Json["Successful"]!.AsArray())!["Id"]!.GetValue<string>());
        Assert.Null(again.Json["Failed"]);
        Assert.Equal(3, queue.Counts.Visible);
    }

    [Fact]
    public async Task Entry_with_invalid_characters_is_a_sender_fault()
    {
        await using var run = await SandboxRun.StartAsync();
        using var queue = Queue(run);

        var reply = await run.Aws.SqsAsync("SendMessageBatch", Batch(queue, [("one", "\u0001")]));

        var failed = Assert.Single(reply.Json["Failed"]!.AsArray())!;
        Assert.Equal(
            ("InvalidMessageContents", true),
            (failed["Code"]!.GetValue<string>(), failed["SenderFault"]!.GetValue<bool>()));
    }

    private static SandboxQueue Queue(SandboxRun run, RedrivePolicy? redrive = null)
    {
        var settings = new QueueSettings
        {
            Name = redrive is null ? "work" : "redriven",
            RedrivePolicy = redrive,
            AccountId = run.Server.Organization.ManagementAccountId,
            Endpoint = run.Server.AwsEndpoint,
        };
        var queue = new SandboxQueue(settings, run.Time);
        run.Server.Queues.Add(queue);
        return queue;
    }

    private static string Input(SandboxQueue queue, params (string Name, JsonNode Value)[] more)
    {
        var input = new JsonObject { ["QueueUrl"] = queue.Url };
        foreach (var (name, value) in more)
            input[name] = value;
        return input.ToJsonString();
    }

    private static string Batch(SandboxQueue queue, IEnumerable<(string Id, string Body)> entries) => Input(
        queue, (
            "Entries", new JsonArray(
                [.. entries.Select(entry => new JsonObject { ["Id"] = entry.Id, ["MessageBody"] = entry.Body })])));
}
