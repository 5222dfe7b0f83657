using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Functions.Lifecycle;
using ControlTowerLifecycle.Functions.Runtime;

namespace ControlTowerLifecycle.Tests.Functions;

public sealed class SqsBatchTests
{
    [Fact]
    public void Sample_batch_is_one_message_with_an_unchanged_body()
    {
        var message = Assert.Single(SqsBatch.TryRead(Payload.Bytes("Sqs.batch.json"))!);

        Assert.Equal("059f36b4-87a3-44ab-83d2-661975830a7d", message.Id);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse(Payload.Bytes("CreateManagedAccount.succeeded.json")), JsonNode.Parse(message.Body)));
    }

    [Fact]
    public void Message_has_its_receipt_handle_and_receive_count()
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
    public void Record_without_a_receive_count_is_a_first_receive(string record)
    {
        var message = Assert.Single(SqsBatch.TryRead(Batch.WithRecords(JsonNode.Parse(record)))!);

        Assert.Equal((null, 1), (message.ReceiptHandle, message.ReceiveCount));
    }

    [Theory]
    [InlineData("1764255600000", "2025-11-27T15:00:00Z")]
    [InlineData("99999999999999999", null)]
    [InlineData("-1", null)]
    [InlineData("soon", null)]
    public void First_receive_is_read(string timestamp, string? expected)
    {
        var record = Batch.Record("m0", "a");
        record["attributes"]!["ApproximateFirstReceiveTimestamp"] = timestamp;

        var message = Assert.Single(SqsBatch.TryRead(Batch.WithRecords(record))!);

        Assert.Equal(expected is null ? null : DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), message.FirstReceivedAt);
    }

    [Fact]
    public void Messages_keep_their_order() =>
        Assert.Equal(["m0", "m1", "m2"], SqsBatch.TryRead(Batch.Of("a", "b", "c"))!.Select(message => message.Id));

    [Theory]
    [InlineData("é €", "é €")]
    [InlineData("a\"\\\n", "a\"\\\n")]
    [InlineData("", "")]
    public void Body_is_decoded(string sent, string read) =>
        Assert.Equal(read, Encoding.UTF8.GetString(Assert.Single(SqsBatch.TryRead(Batch.Of(sent))!).Body));

    [Fact]
    public void Batch_without_records_is_empty() =>
        Assert.Empty(SqsBatch.TryRead(Payload.With("Sqs.batch.json", "Records", "[]"))!);

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"Records\"")]
    public void Payload_without_a_list_of_records_is_not_a_batch(string records) =>
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
    public void Payload_that_is_not_an_object_with_records_is_not_a_batch(string payload) =>
        Assert.Null(SqsBatch.TryRead(Encoding.UTF8.GetBytes(payload)));

    [Fact]
    public void Control_Tower_event_is_not_a_batch() =>
        Assert.Null(SqsBatch.TryRead(Payload.Bytes("CreateManagedAccount.succeeded.json")));

    [Theory]
    [InlineData(null)]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("{}")]
    [InlineData("\"\\ud800\"")]
    public void Batch_fails_if_a_message_has_no_id(string? messageId)
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
    public void Batch_fails_if_a_record_is_not_an_object(string record) =>
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
    public void Body_that_is_not_text_is_unreadable(string? body)
    {
        var message = Assert.Single(SqsBatch.TryRead(RawBatch("\"m0\"", body))!);

        Assert.Equal("m0", message.Id);
        Assert.IsType<LifecycleEvent.Unreadable>(LifecycleEventDecoder.Decode(message.Body));
    }

    [Fact]
    public void Response_without_failures_has_an_empty_list() =>
        Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(SqsBatch.Response([])));

    [Fact]
    public void Response_lists_every_returned_message() =>
        Assert.Equal(
            """{"batchItemFailures":[{"itemIdentifier":"m1"},{"itemIdentifier":"m2"}]}""",
            Encoding.UTF8.GetString(SqsBatch.Response(["m1", "m2"])));

    /// <summary>A batch as JSON text, because a serializer cannot write half a surrogate pair.</summary>
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
