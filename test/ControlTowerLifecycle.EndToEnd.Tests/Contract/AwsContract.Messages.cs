using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Aws.EventBridge;
using ControlTowerLifecycle.Aws.Sns;
using ControlTowerLifecycle.Aws.Sqs;
using ControlTowerLifecycle.Aws.Support;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Settings;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Contract;

public abstract partial class AwsContract
{
    [Fact]
    public async Task Queue_accepts_a_batch_a_dead_letter_and_a_new_visibility()
    {
        var queue = new WorkQueue(Connect(), Emulator.QueueUrl, TimeProvider.System);
        var deadLetters = new DeadLetterQueue(Connect(), Emulator.QueueUrl);
        var received = new ReceivedMessages(Connect(), Emulator.QueueUrl);

        await queue.SendAsync([.. Enumerable.Repeat("body", queue.BatchSize)], Token);
        await deadLetters.KeepAsync("body", [FailureNotice.Unreadable("m1", "it failed: \"ü\"")], Token);
        await received.ReturnAfterAsync(Emulator.ReceiptHandle, TimeSpan.FromMinutes(3), Token);

        var attributes = (await SdkClients.CreateSqs(Connect()).GetQueueAttributesAsync(
            Emulator.QueueUrl, ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"], Token)).Attributes;
        Assert.Equal("11", attributes["ApproximateNumberOfMessages"]);
        Assert.Equal("1", attributes["ApproximateNumberOfMessagesNotVisible"]);
    }

    [Fact]
    public async Task Topic_accepts_a_notification() =>
        Assert.NotEmpty(await new SnsClient(Connect()).PublishAsync(
            Emulator.TopicArn, "Account 111122223333 is not protected", new TopicMessages("Zeile 1\nZeile 2 ü"), Token));

    [Fact]
    public async Task Event_bus_accepts_an_event() => Assert.Equal(
        [null],
        await new EventBridgeClient(Connect()).PutEventsAsync(
            "default",
            [new PutEventsEntry("default", "controltower.lifecycle", "Account Left", "{}") { Time = 1_700_000_000.5, Resources = [] }],
            Token));

    [Fact]
    public async Task Support_case_is_found_by_the_account_in_its_subject()
    {
        var support = new SupportClient(Connect());
        var template = SupportCaseSettings.Read(new SettingsReader(new Dictionary<string, string>(StringComparer.Ordinal), []));
        var request = template.For(AccountId.Parse(Emulator.MemberAccountIds[0]), "contract");
        var other = template.For(AccountId.Parse(Emulator.MemberAccountIds[1]), "contract");
        var after = TimeProvider.System.GetUtcNow().AddDays(-1);

        Assert.Null(await support.FindCaseAsync(request, after, Token));
        var caseId = await support.CreateCaseAsync(request, Token);

        Assert.Equal(caseId, await support.FindCaseAsync(request, after, Token));
        Assert.Null(await support.FindCaseAsync(other, after, Token));
    }

    [Fact]
    public async Task Missing_queue_and_topic_need_the_operator()
    {
        var queue = await Assert.ThrowsAsync<AwsException>(
            () => new DeadLetterQueue(Connect(), $"{Emulator.QueueUrl}-missing")
                .KeepAsync("body", [FailureNotice.Unreadable("m1", "it is empty")], Token));
        var topic = await Assert.ThrowsAsync<AwsException>(
            () => new SnsClient(Connect()).PublishAsync($"{Emulator.TopicArn}-missing", "subject", new TopicMessages("message"), Token));

        Assert.Equal(FailureKind.NeedsOperator, queue.Kind);
        Assert.Contains("queue", queue.Advice, StringComparison.Ordinal);
        Assert.Equal(FailureKind.NeedsOperator, topic.Kind);
        Assert.Contains("topic", topic.Advice, StringComparison.Ordinal);
    }
}
