using ControlTowerLifecycle.Aws.Sns;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class TopicNotifierTests
{
    private static readonly RunFailure Failure = new("delete-role", "it failed", "Mend it.");

    [Fact]
    public async Task An_account_that_is_not_protected_is_run_again_by_its_id()
    {
        var (subject, message) = await ToldAsync(hasLeft: false);

        Assert.Equal("Account 444455556666 is not protected: a person is needed", subject);
        Assert.Contains("Mend it.", message, StringComparison.Ordinal);
        Assert.Contains("""--payload '{"accountId":"444455556666"}'""", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_left_is_not_run_by_its_id_which_would_onboard_it()
    {
        var (subject, message) = await ToldAsync(hasLeft: true);

        Assert.Equal("Account 444455556666 is still connected: a person is needed", subject);
        Assert.Contains("Move the dead letters back to the work queue", message, StringComparison.Ordinal);
        Assert.DoesNotContain("lambda invoke", message, StringComparison.Ordinal);
    }

    private static async Task<(string Subject, string Message)> ToldAsync(bool hasLeft)
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("Publish", "sns-publish.xml");
        var topic = new TopicNotifier(
            new SnsClient(server.Connection()), "arn:aws:sns:eu-west-1:111122223333:failures", "lifecycle", "eu-west-1");
        var report = new RunReport(Sample.Id, new RunOutcome.Rejected(Failure, [])) { IsOffboarding = hasLeft };

        await topic.NotifyAsync(FailureNotice.TryCreate(report, "m-1")!, TestContext.Current.CancellationToken);

        var fields = Assert.Single(server.Calls).Fields;
        return (fields["Subject"], fields["Message"]);
    }
}
