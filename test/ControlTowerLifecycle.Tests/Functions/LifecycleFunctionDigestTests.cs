using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>Messages that call back for a digest.</summary>
public sealed class LifecycleFunctionDigestTests : LifecycleFunctionFixture
{
    private static readonly CauseId Cause = CauseId.Of("a cause");

    private static string Message => WorkMessage.ForDigest(Cause);

    [Fact]
    public async Task Digest_is_sent_and_its_message_completed()
    {
        Assert.Empty(await ReturnedIdsAsync(Message));

        Assert.Equal([(Cause, "m0")], Digests.Sent);
    }

    [Fact]
    public async Task Message_of_a_digest_that_was_not_sent_is_returned()
    {
        Digests.Failure = Failure.Passing("SNS responded with 503");

        Assert.Equal(["m0"], await ReturnedIdsAsync(Message));

        Assert.Equal("message m0: SNS responded with 503", Output.Line("the notification was not sent").Text("cause"));
    }

    [Fact]
    public async Task Digest_that_was_never_sent_becomes_a_dead_letter()
    {
        Digests.Failure = Failure.Passing("SNS responded with 503");

        Assert.Empty(await ReturnedIdsAtLastReceiveAsync(Message));

        var (body, failures) = Assert.Single(DeadLetters.Kept);
        Assert.Equal((Message, "notify"), (body, Assert.Single(failures).Failure.Step));
    }

    [Fact]
    public async Task Deadline_before_the_digest_returns_its_message()
    {
        using var deadline = new CancellationTokenSource();
        await deadline.CancelAsync();

        Assert.Equal(["m0"], Batch.HandedBack(await InvokeUntilAsync(deadline, Batch.Of(Message))));
    }
}
