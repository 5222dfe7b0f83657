using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Aws.Sns;

/// <summary>
/// Tells people by an SNS topic: what happened, to which account, what to do, and how just this account is run again.
/// </summary>
internal sealed class TopicNotifier(SnsClient sns, string topicArn, string functionName, string region) : INotifier
{
    public Task NotifyAsync(FailureNotice notice, CancellationToken cancellationToken) =>
        sns.PublishAsync(topicArn, Subject(notice), Message(notice), cancellationToken);

    private static string Subject(FailureNotice notice)
    {
        var standing = notice.IsOffboarding ? "still connected" : "not protected";
        return notice switch
        {
            { Account: null } => "A message came to nothing: a person is needed",
            { Kind: FailureKind.Retryable } => $"Account {notice.Account} is {standing}: it was tried for the last time",
            _ => $"Account {notice.Account} is {standing}: a person is needed",
        };
    }

    private string Message(FailureNotice notice) =>
        $"""
        Account:  {(notice.Account is { } id ? $"{id} ({notice.AccountName ?? "name not known"})" : "none is named")}
        Step:     {notice.Failure.Step}
        Cause:    {notice.Failure.Cause}
        Request:  {notice.Failure.Call?.RequestId ?? "none"}
        Message:  {notice.Source}

        What to do
        {notice.Failure.Advice ?? "Look at the function's log for this account."}
        {Again(notice)}
        """;

    private string Again(FailureNotice notice) => notice switch
    {
        { Account: null } => "",
        // An account that is named by hand is onboarded, and the opposite is wanted here.
        { IsOffboarding: true } =>
            """

            Then let the event come again
            Move the dead letters back to the work queue; the message of this account is among them.

            """,
        _ =>
            $$"""

            Then run this account again
            aws lambda invoke --region {{region}} --function-name {{functionName}} \
              --cli-binary-format raw-in-base64-out --payload '{"accountId":"{{notice.Account}}"}' /dev/stdout

            """,
    };
}
