using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Notifications;

/// <summary>
/// The commands that repeat failed work after the operator has corrected the cause: one of <c>ctlifecycle</c>, and one of the
/// AWS CLI for an operator without the tool.
/// </summary>
/// <param name="functionName">The lifecycle function.</param>
/// <param name="region">The region of the function and of the queues.</param>
internal sealed class RepeatCommand(string functionName, string region)
{
    private const int AccountsOfCommand = 10;

    public string? WorkQueueArn { get; init; }

    public string? DeadLetterQueueArn { get; init; }

    /// <summary>Whether <c>ctlifecycle letters</c> reads these dead letters. It does not read those of support cases.</summary>
    public bool IsOfTool { get; init; } = true;

    /// <returns>What to run, with a heading for each way; empty if there is no command.</returns>
    public string For(CauseNotification notification)
    {
        var (tool, aws) = (ToolCommands(notification), AwsCommand(notification));
        var what = notification.Failure switch
        {
            { IsUnreadable: true } => "delete the messages",
            { IsOfMessage: true } when HasQueues => "run the messages again",
            _ => "run each account again",
        };
        var text = tool is [] ? "" : $"\nAfter the repair, {what}\n{string.Join('\n', tool)}\n";
        if (aws is [])
            return text;

        var way = tool is [] ? "After the repair" : "Without ctlifecycle";
        return $"{text}\n{way}: {Effect(notification)}\n{string.Join(" \\\n  ", aws)}\n";
    }

    /// <returns>Each command in one line, at most one of each way.</returns>
    public IReadOnlyList<string> CommandsFor(CauseNotification notification) =>
    [
        .. ToolCommands(notification).Take(1),
        .. AwsCommand(notification) is { Length: > 0 } aws ? [string.Join(' ', aws)] : Array.Empty<string>(),
    ];

    private bool HasQueues => WorkQueueArn is not null && DeadLetterQueueArn is not null;

    private IReadOnlyList<string> ToolCommands(CauseNotification notification) => notification.Failure switch
    {
        { IsOfMessage: true } when HasQueues && !IsOfTool => [],
        { IsUnreadable: true } when HasQueues => [$"ctlifecycle letters delete --cause {notification.Failure.CauseId.Short}"],
        { IsOfMessage: true } when HasQueues => [$"ctlifecycle letters redrive --cause {notification.Failure.CauseId.Short}"],
        { IsOfAccount: false } or { IsFollowUp: true } => [],
        { IsOffboarding: true } => [.. Accounts(notification).Select(account => $"ctlifecycle offboard {account}")],
        _ => [.. Accounts(notification).Chunk(AccountsOfCommand).Select(some => $"ctlifecycle onboard {string.Join(' ', some)}")],
    };

    /// <returns>The parts of the command; empty if there is none.</returns>
    private string[] AwsCommand(CauseNotification notification) => notification.Failure switch
    {
        { IsUnreadable: true } => [],
        { IsOfMessage: true } when HasQueues =>
        [
            $"aws sqs start-message-move-task --region {region}",
            $"--source-arn {DeadLetterQueueArn}",
            $"--destination-arn {WorkQueueArn}",
        ],

        // The command below onboards the account, which has to be offboarded.
        { IsOfAccount: false } or { IsFollowUp: true } or { IsOffboarding: true } => [],
        _ =>
        [
            $"aws lambda invoke --region {region} --function-name {functionName}",
            $$"""--cli-binary-format raw-in-base64-out --payload '{"accountId":"{{Accounts(notification)[0]}}"}' /dev/stdout""",
        ],
    };

    private string Effect(CauseNotification notification) => notification.Failure is { IsOfMessage: true } && HasQueues
        ? "this moves all dead letters back to their queue"
        : "run this for each account";

    /// <summary>The IDs can come from the table, and the operator pastes the command.</summary>
    private static string[] Accounts(CauseNotification notification)
    {
        string[] accounts =
        [
            .. notification.Affected.Take(NotificationText.MostListed)
                .Select(affected => AccountId.TryParse(affected.Id, out var account) ? account.Value : null)
                .OfType<string>(),
        ];
        return accounts is [] ? ["ACCOUNT_ID"] : accounts;
    }
}
