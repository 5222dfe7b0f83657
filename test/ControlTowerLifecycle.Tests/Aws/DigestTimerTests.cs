using ControlTowerLifecycle.Aws.Sqs;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Tests.Notifications;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class DigestTimerTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.2, 1)]
    [InlineData(90.5, 91)]
    [InlineData(900, 900)]
    [InlineData(90_000, 900)]
    public async Task Timer_is_a_message_with_a_delay_that_SQS_accepts(double seconds, int delay)
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("SendMessage", "send-message.json");
        var timer = new DigestTimer(server.Connection(), "https://sqs.eu-west-1.amazonaws.com/111122223333/work", WorkMessage.ForDigest);

        // The checksum of the response is of another message.
        await Record.ExceptionAsync(() => timer.SetAsync(
            CauseRig.Cause, TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken));

        server.AssertSent($$"""
            {"QueueUrl":"https://sqs.eu-west-1.amazonaws.com/111122223333/work","DelaySeconds":{{delay}},
             "MessageBody":"{\"digest\":\"{{CauseRig.Cause}}\"}"}
            """);
    }
}
