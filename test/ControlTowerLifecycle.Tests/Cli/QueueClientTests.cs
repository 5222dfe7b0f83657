using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Cli.Aws.Sqs;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Aws;
using Microsoft.AspNetCore.Http;

namespace ControlTowerLifecycle.Tests.Cli;

public sealed class QueueClientTests
{
    private const string Queue = "https://sqs.eu-west-1.amazonaws.com/999999999999/dead";

    /// <summary>The SDK passes the end of a list that is none, and fails with a defect on a null.</summary>
    [Theory]
    [InlineData("""{"Messages":5}""")]
    [InlineData("""{"Messages":["text"]}""")]
    [InlineData("""{"Messages":[null]}""")]
    [InlineData("""{"Messages":[{}]}""")]
    [InlineData("""{"Messages":[{"MessageId":"m"}]}""")]
    [InlineData("""{"Messages":[{"MessageId":"m","Body":"b","ReceiptHandle":null}]}""")]
    [InlineData("""{"Messages":[{"MessageId":"m","ReceiptHandle":"r","Body":"b","MD5OfBody":"00"}]}""")]
    [InlineData("""{"Messages":[{"MessageId":"m","ReceiptHandle":"r","MessageAttributes":"text"}]}""")]
    [InlineData("""{"Messages":[{"MessageId":"m","ReceiptHandle":"r","MessageAttributes":{"step":null}}]}""")]
    [InlineData("""{"Messages":[{"MessageId":"m","ReceiptHandle":"r","MessageAttributes":{"step":{"StringListValues":5}}}]}""")]
    public async Task Malformed_message_is_an_unreadable_response(string body)
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ReceiveMessage", context => WriteAsync(context, body));
        server.On("ReceiveMessage", context => WriteAsync(context, body));
        server.On("ReceiveMessage", context => WriteAsync(context, body));

        var failure = await Assert.ThrowsAsync<AwsException>(
            () => new QueueClient(server.Connection(), Queue).PeekAsync(TestContext.Current.CancellationToken));

        Assert.Contains("sent an unreadable response to ReceiveMessage", failure.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Retryable, failure.Kind);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Messages":null}""")]
    [InlineData("""{"Messages":[]}""")]
    public async Task Missing_list_is_no_messages(string body)
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ReceiveMessage", context => WriteAsync(context, body));

        Assert.Empty(await new QueueClient(server.Connection(), Queue).PeekAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Message_without_attributes_is_read()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ReceiveMessage", context => WriteAsync(
            context,
            """{"Messages":[{"MessageId":"m","ReceiptHandle":"r","Body":"","MD5OfBody":"d41d8cd98f00b204e9800998ecf8427e","Attributes":null}]}"""));

        var message = Assert.Single(
            await new QueueClient(server.Connection(), Queue).PeekAsync(TestContext.Current.CancellationToken));

        Assert.Equal(("m", "r", "", null), (message.Id, message.Receipt, message.Body, message.SentAt));
    }

    private static Task WriteAsync(HttpContext context, string body)
    {
        context.Response.ContentType = "application/x-amz-json-1.0";
        return context.Response.WriteAsync(body, context.RequestAborted);
    }
}
