using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Notifications;

/// <summary>The command that repeats failed work after the operator has corrected the cause.</summary>
/// <param name="functionName">The lifecycle function.</param>
/// <param name="region">The region of the function and of the queues.</param>
internal sealed class RepeatCommand(string functionName, string region)
{
    public string? WorkQueueArn { get; init; }

    public string? DeadLetterQueueArn { get; init; }

    /// <returns>A sentence, and the commands; empty if the message must be read first.</returns>
    public string For(CauseNotification notification) => notification.Failure switch
    {
        { IsOfAccount: false } => "",
        { IsOfMessage: true } when HasQueues =>
            $"""

            Then run the messages again: this moves all dead letters back to the work queue
            ctlifecycle letters
            {OnLines(Redrive)}

            """,

        // The command below onboards the account, which has to be offboarded.
        { IsOffboarding: true } =>
            """

            Then run the message again
            Move the dead letters back to the work queue. The message of this account is one of them.

            """,
        _ =>
            $"""

            Then run each account again
            {OnLines(Invoke(notification))}

            """,
    };

    /// <returns>The command of the AWS CLI in one line; null if there is none.</returns>
    public string? CommandFor(CauseNotification notification) => notification.Failure switch
    {
        { IsOfAccount: false } => null,
        { IsOfMessage: true } when HasQueues => string.Join(' ', Redrive),
        { IsOffboarding: true } => null,
        _ => string.Join(' ', Invoke(notification)),
    };

    private bool HasQueues => WorkQueueArn is not null && DeadLetterQueueArn is not null;

    private string[] Redrive =>
    [
        $"aws sqs start-message-move-task --region {region}",
        $"--source-arn {DeadLetterQueueArn}",
        $"--destination-arn {WorkQueueArn}",
    ];

    private string[] Invoke(CauseNotification notification) =>
    [
        $"aws lambda invoke --region {region} --function-name {functionName}",
        $$"""--cli-binary-format raw-in-base64-out --payload '{"accountId":"{{AccountOf(notification)}}"}' /dev/stdout""",
    ];

    private static string OnLines(string[] parts) => string.Join(" \\\n  ", parts);

    /// <summary>The ID can come from the table, and the operator pastes the command.</summary>
    private static string AccountOf(CauseNotification notification) =>
        AccountId.TryParse(notification.Affected[0].Id, out var account) ? account.Value : "ACCOUNT_ID";
}
