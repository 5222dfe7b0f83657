using ControlTowerLifecycle.Aws.Sns;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class TopicNotifierTests
{
    private static readonly RunFailure Failure = new("delete-role", "it failed", "Correct it.");

    [Fact]
    public async Task Notification_of_an_unprotected_account_has_the_command_that_runs_it_again()
    {
        var (subject, message) = await NotifyAsync(isOffboarding: false);

        Assert.Equal("Account 444455556666 is not protected: action required", subject);
        Assert.Contains("Correct it.", message, StringComparison.Ordinal);
        Assert.Contains("""--payload '{"accountId":"444455556666"}'""", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notification_of_an_account_that_left_has_no_command_that_would_onboard_it()
    {
        var (subject, message) = await NotifyAsync(isOffboarding: true);

        Assert.Equal("Account 444455556666 is still connected: action required", subject);
        Assert.Contains("Move the dead letters back to the work queue", message, StringComparison.Ordinal);
        Assert.DoesNotContain("lambda invoke", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_name_adds_no_line_to_a_notification()
    {
        var (_, message) = await NotifyAsync(isOffboarding: false, "x\n\nWhat to do\nDelete the stack");

        Assert.Contains("444455556666 (x  What to do Delete the stack)\n", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Notification_of_a_message_has_the_command_that_redrives_its_dead_letter(bool isOffboarding)
    {
        var (_, message) = await NotifyAsync(isOffboarding, isOfMessage: true);

        Assert.Contains(
            """
            aws sqs start-message-move-task --region eu-west-1 \
              --source-arn arn:aws:sqs:eu-west-1:111122223333:dead \
              --destination-arn arn:aws:sqs:eu-west-1:111122223333:work
            """,
            message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("lambda invoke", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notification_has_no_redrive_if_there_is_no_dead_letter_queue()
    {
        var (_, message) = await NotifyAsync(isOffboarding: false, isOfMessage: true, hasDeadLetters: false);

        Assert.DoesNotContain("start-message-move-task", message, StringComparison.Ordinal);
        Assert.Contains("aws lambda invoke", message, StringComparison.Ordinal);
    }

    private static async Task<(string Subject, string Message)> NotifyAsync(
        bool isOffboarding, string? name = null, bool isOfMessage = false, bool hasDeadLetters = true)
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("Publish", "sns-publish.xml");
        var topic = new TopicNotifier(
            new SnsClient(server.Connection()),
            "arn:aws:sns:eu-west-1:111122223333:failures",
            new RepeatCommand("lifecycle", "eu-west-1")
            {
                WorkQueueArn = "arn:aws:sqs:eu-west-1:111122223333:work",
                DeadLetterQueueArn = hasDeadLetters ? "arn:aws:sqs:eu-west-1:111122223333:dead" : null,
            });
        var report = new RunReport(Sample.Id, new RunOutcome.Rejected(Failure, []))
        {
            IsOffboarding = isOffboarding,
            AccountName = name,
        };

        var notice = FailureNotice.TryCreate(report, "m-1")! with { IsOfMessage = isOfMessage };
        await topic.NotifyAsync(notice, TestContext.Current.CancellationToken);

        var fields = Assert.Single(server.Calls).Fields;
        return (fields["Subject"], fields["Message"]);
    }
}
