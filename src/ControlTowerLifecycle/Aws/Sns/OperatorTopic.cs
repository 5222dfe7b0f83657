using System.Text;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Aws.Sns;

/// <summary>
/// Notifies through an SNS topic: the operator by mail, and systems by JSON that chat and paging services read.
/// </summary>
internal sealed class OperatorTopic(SnsClient sns, string topicArn, RepeatCommand repeat, TimeProvider time)
    : INotificationTopic
{
    /// <summary>
    /// Of the text in UTF-8 bytes. SNS accepts 256 KiB for the texts of all protocols together, with the escapes of JSON, which
    /// can make a text almost three times as long: two of these, and at most 22 KB for each of the others.
    /// </summary>
    public const int LongestText = 20_000;

    /// <summary>Only a call that sent nothing is repeated, for example if SNS throttles. The queue is the real retry.</summary>
    private static readonly RetrySchedule WhileUnsent = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1))
    {
        MaximumCalls = 3,
        LongestWait = TimeSpan.FromSeconds(2),
        Repeats = failure => failure.HadNoEffect,
    };

    private readonly NotificationText _text = new(repeat);

    public Task SendAsync(CauseNotification notification, CancellationToken cancellationToken)
    {
        var text = Cut(_text.Body(notification));
        var json = ChatNotification.Write(notification, repeat);
        var subject = NotificationText.Subject(notification);
        var messages = new TopicMessages(text)
        {
            ["email"] = text,
            ["email-json"] = json,
            ["http"] = json,
            ["https"] = json,
            ["lambda"] = json,
            ["sqs"] = json,
        };
        return Retrying.RunAsync(
            WhileUnsent, token => sns.PublishAsync(topicArn, subject, messages, token), time, cancellationToken);
    }

    private static string Cut(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) <= LongestText)
            return text;

        var (length, bytes) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > LongestText)
                break;
            length += rune.Utf16SequenceLength;
        }

        return $"{text[..length]}…";
    }
}
