using System.Text;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Functions.Lifecycle;
using ControlTowerLifecycle.Functions.Runtime;

namespace ControlTowerLifecycle.Tests.Functions;

public sealed class SqsBatchTests
{
    [Fact]
    public void The_sample_is_one_message_with_its_body_as_it_was_sent()
    {
        var message = Assert.Single(SqsBatch.TryRead(Payload.Bytes("Sqs.batch.json"))!);

        Assert.Equal("059f36b4-87a3-44ab-83d2-661975830a7d", message.Id);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse(Payload.Bytes("CreateManagedAccount.succeeded.json")), JsonNode.Parse(message.Body)));
    }

    [Fact]
    public void A_message_has_its_receipt_and_how_often_it_was_received()
    {
        var message = Assert.Single(SqsBatch.TryRead(Batch.Received(7, "a"))!);

        Assert.Equal(("r0", 7), (message.ReceiptHandle, message.ReceiveCount));
    }

    [Theory]
    [InlineData("""{"messageId":"m0"}""")]
    [InlineData("""{"messageId":"m0","attributes":{},"receiptHandle":7}""")]
    [InlineData("""{"messageId":"m0","attributes":7}""")]
    [InlineData("""{"messageId":"m0","attributes":{"ApproximateReceiveCount":"often"}}""")]
    [InlineData("""{"messageId":"m0","attributes":{"ApproximateReceiveCount":7}}""")]
    public void A_record_that_does_not_say_so_is_one_of_a_first_receive(string record)
    {
        var message = Assert.Single(SqsBatch.TryRead(Batch.WithRecords(JsonNode.Parse(record)))!);

        Assert.Equal((null, 1), (message.ReceiptHandle, message.ReceiveCount));
    }

    [Fact]
    public void The_order_of_the_messages_is_kept() =>
        Assert.Equal(["m0", "m1", "m2"], SqsBatch.TryRead(Batch.Of("a", "b", "c"))!.Select(message => message.Id));

    [Theory]
    [InlineData("é €", "é €")]
    [InlineData("a\"\\\n", "a\"\\\n")]
    [InlineData("", "")]
    public void A_body_is_decoded(string sent, string read) =>
        Assert.Equal(read, Encoding.UTF8.GetString(Assert.Single(SqsBatch.TryRead(Batch.Of(sent))!).Body));

    [Fact]
    public void A_batch_without_records_is_a_batch_of_nothing() =>
        Assert.Empty(SqsBatch.TryRead(Payload.With("Sqs.batch.json", "Records", "[]"))!);

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"Records\"")]
    public void What_has_no_list_of_records_is_no_batch(string records) =>
        Assert.Null(SqsBatch.TryRead(Payload.With("Sqs.batch.json", "Records", records)));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"Records\"")]
    [InlineData("""{"records":[]}""")]
    [InlineData("""{"\ud800Records":[]}""")]
    public void What_is_no_object_with_records_is_no_batch(string payload) =>
        Assert.Null(SqsBatch.TryRead(Encoding.UTF8.GetBytes(payload)));

    [Fact]
    public void An_event_of_Control_Tower_is_no_batch() =>
        Assert.Null(SqsBatch.TryRead(Payload.Bytes("CreateManagedAccount.succeeded.json")));

    [Theory]
    [InlineData(null)]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("{}")]
    [InlineData("\"\\ud800\"")]
    public void A_batch_with_a_message_that_has_no_id_fails_as_a_whole(string? messageId)
    {
        var payload = RawBatch(messageId, "\"fine\"");

        var failure = Assert.Throws<FunctionErrorException>(() => SqsBatch.TryRead(payload));

        Assert.Equal("UnreadableBatch", failure.Kind);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("\"m1\"")]
    [InlineData("[]")]
    public void A_record_that_is_no_object_fails_the_batch(string record) =>
        Assert.Throws<FunctionErrorException>(() => SqsBatch.TryRead(
            Batch.WithRecords(Batch.Record("m0", "fine"), JsonNode.Parse(record))));

    [Theory]
    [InlineData(null)]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\udc00\\ud800\"")]
    public void A_body_that_is_no_text_is_a_message_that_cannot_be_read(string? body)
    {
        var message = Assert.Single(SqsBatch.TryRead(RawBatch("\"m0\"", body))!);

        Assert.Equal("m0", message.Id);
        Assert.IsType<LifecycleEvent.Unreadable>(LifecycleEventDecoder.Decode(message.Body));
    }

    [Fact]
    public void An_answer_that_hands_nothing_back_says_so() =>
        Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(SqsBatch.Response([])));

    [Fact]
    public void An_answer_names_every_message_that_is_handed_back() =>
        Assert.Equal(
            """{"batchItemFailures":[{"itemIdentifier":"m1"},{"itemIdentifier":"m2"}]}""",
            Encoding.UTF8.GetString(SqsBatch.Response(["m1", "m2"])));

    /// <summary>JSON text as it is: half a surrogate pair cannot be written by a serializer.</summary>
    private static byte[] RawBatch(string? messageId, string? body)
    {
        string[] members =
        [
            .. messageId is null ? Array.Empty<string>() : [$"\"messageId\":{messageId}"],
            .. body is null ? Array.Empty<string>() : [$"\"body\":{body}"],
        ];
        return Encoding.UTF8.GetBytes($$"""{"Records":[{{{string.Join(',', members)}}}]}""");
    }
}
