using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Aws.Sns;

/// <summary>
/// Notifies the operator through an SNS topic: what failed, for which account, what to do, and how to run it again.
/// </summary>
internal sealed class TopicNotifier(SnsClient sns, string topicArn, RepeatCommand repeat) : INotifier
{
    public Task NotifyAsync(FailureNotice notice, CancellationToken cancellationToken) =>
        sns.PublishAsync(topicArn, Subject(notice), Message(notice), cancellationToken);

    private static string Subject(FailureNotice notice)
    {
        var state = notice.IsOffboarding ? "still connected" : "not protected";
        return notice switch
        {
            { IsFollowUp: true } => $"Follow-up of account {notice.Account} failed: action required",
            { Account: null } => "Message failed permanently; action required",
            { Kind: FailureKind.Retryable } => $"Account {notice.Account} is {state}: last retry failed",
            _ => $"Account {notice.Account} is {state}: action required",
        };
    }

    private string Message(FailureNotice notice) =>
        $"""
        Account:  {(notice.Account is { } id ? $"{id} ({OutsideText.CleanName(notice.AccountName) ?? "name unknown"})" : "none")}
        Step:     {notice.Failure.Step}
        Cause:    {OutsideText.CleanSentence(notice.Failure.Cause)}
        Request:  {OutsideText.CleanSentence(notice.Failure.Call?.RequestId) ?? "none"}
        Message:  {OutsideText.CleanSentence(notice.Source)}

        What to do
        {OutsideText.CleanSentence(notice.Failure.Advice) ?? "Read the function's log for this account."}
        {repeat.For(notice)}
        """;
}
