using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Aws.Sns;

/// <summary>
/// Notifies the operator through an SNS topic: what failed, for which account, what to do, and how to run the account
/// again.
/// </summary>
internal sealed class TopicNotifier(SnsClient sns, string topicArn, string functionName, string region) : INotifier
{
    public Task NotifyAsync(FailureNotice notice, CancellationToken cancellationToken) =>
        sns.PublishAsync(topicArn, Subject(notice), Message(notice), cancellationToken);

    private static string Subject(FailureNotice notice)
    {
        var state = notice.IsOffboarding ? "still connected" : "not protected";
        return notice switch
        {
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
        {RetryInstructions(notice)}
        """;

    private string RetryInstructions(FailureNotice notice) => notice switch
    {
        { Account: null } => "",

        // The command below onboards the account, which has to be offboarded.
        { IsOffboarding: true } =>
            """

            Then run the message again
            Move the dead letters back to the work queue. The message of this account is one of them.

            """,
        _ =>
            $$"""

            Then run this account again
            aws lambda invoke --region {{region}} --function-name {{functionName}} \
              --cli-binary-format raw-in-base64-out --payload '{"accountId":"{{notice.Account}}"}' /dev/stdout

            """,
    };
}
