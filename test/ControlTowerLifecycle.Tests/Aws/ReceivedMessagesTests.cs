using ControlTowerLifecycle.Aws.Sqs;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class ReceivedMessagesTests
{
    private const string Queue = "https://sqs.eu-west-1.amazonaws.com/999999999999/work";

    [Fact]
    public async Task Visibility_is_changed_and_a_response_without_a_body_is_accepted()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ChangeMessageVisibility", _ => Task.CompletedTask);

        await new ReceivedMessages(server.Connection(), Queue)
            .ReturnAfterAsync("receipt", TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        server.AssertSent($$"""{"QueueUrl":"{{Queue}}","ReceiptHandle":"receipt","VisibilityTimeout":120}""");
    }
}
