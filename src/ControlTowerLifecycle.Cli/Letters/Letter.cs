using System.Text;
using ControlTowerLifecycle.Cli.Aws.Sqs;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Cli.Letters;

/// <summary>A dead letter, judged by its attributes and its body. Both come from outside.</summary>
internal sealed record Letter
{
    private const string UnreadableOutcome = "unreadable";

    public required QueuedMessage Message { get; init; }

    /// <summary>The accounts that it concerns; none if that is not known.</summary>
    public required IReadOnlyList<string> Accounts { get; init; }

    /// <summary>Why it is a dead letter: an outcome of a run, or <c>undelivered</c>, <c>walk</c> or <c>unexplained</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The step that failed; null if no run failed.</summary>
    public string? Step { get; init; }

    public required string Cause { get; init; }

    public required string Advice { get; init; }

    /// <summary>Whether the lifecycle function can do something with it. A message that it cannot read would return.</summary>
    public bool CanBeRedriven { get; init; } = true;

    /// <summary>
    /// The accounts that a redrive runs, each with an outcome in the log. None for an account that left, which can be kept
    /// without an outcome, and for an event that was not sent.
    /// </summary>
    public IReadOnlyList<string> Awaited => Decode(Message.Body) is LifecycleEvent.AccountGoverned governed
        ? [.. governed.Accounts.Select(account => account.Id.Value)]
        : [];

    public static Letter Read(QueuedMessage message)
    {
        var attributes = message.Attributes;
        if (attributes.GetValueOrDefault("outcome") is { Length: > 0 } outcome)
            return OfRun(message, OutsideText.Clean(outcome, 20));
        if (attributes.GetValueOrDefault("ERROR_MESSAGE") is { Length: > 0 } error)
            return Undelivered(message, OutsideText.CleanSentence(error));
        return message.Body.Contains("\"requestContext\"", StringComparison.Ordinal) ? OfWalk(message) : Unexplained(message);
    }

    private static Letter OfRun(QueuedMessage message, string outcome)
    {
        var attributes = message.Attributes;
        return new Letter
        {
            Message = message,
            Kind = outcome,
            Accounts = Split(attributes.GetValueOrDefault("accountId")),
            Step = OutsideText.Clean(attributes.GetValueOrDefault("step"), OutsideText.LongestName),
            Cause = OutsideText.CleanSentence(attributes.GetValueOrDefault("cause")) is { Length: > 0 } cause
                ? cause
                : "the cause was not recorded; the function's log has it",
            Advice = OutsideText.CleanSentence(attributes.GetValueOrDefault("whatToDo")) is { Length: > 0 } advice
                ? advice
                : "If the cause has ended, redrive the dead letter.",
            CanBeRedriven = outcome != UnreadableOutcome,
        };
    }

    private static Letter Undelivered(QueuedMessage message, string error) => new()
    {
        Message = message,
        Kind = "undelivered",
        Accounts = AccountsIn(message.Body),
        Cause = $"EventBridge could not deliver the event: {error}",
        Advice = CanBeHandled(message.Body)
            ? "Check the permission of the rule, then redrive it."
            : "Check the permission of the rule, run ctlifecycle onboard --all --queue, then delete the letter.",
        CanBeRedriven = CanBeHandled(message.Body),
    };

    private static Letter OfWalk(QueuedMessage message) => new()
    {
        Message = message,
        Kind = "walk",
        Accounts = [],
        Cause = "the backfill function failed three times on one request",
        Advice = "Read the backfill function's log, run ctlifecycle onboard --all --queue, then delete the letter.",
        CanBeRedriven = false,
    };

    private static Letter Unexplained(QueuedMessage message) => new()
    {
        Message = message,
        Kind = "unexplained",
        Accounts = AccountsIn(message.Body),
        Cause = "SQS moved the message after its last receive: the function crashed, timed out, or could not write the reason",
        Advice = CanBeHandled(message.Body)
            ? "Read the lifecycle function's log, then redrive it."
            : "The lifecycle function cannot read it. Find its sender, then delete it.",
        CanBeRedriven = CanBeHandled(message.Body),
    };

    private static LifecycleEvent Decode(string body) => LifecycleEventDecoder.Decode(Encoding.UTF8.GetBytes(body));

    /// <summary>A whole unit is for the backfill function, which does not read this queue.</summary>
    private static bool CanBeHandled(string body) =>
        Decode(body) is not (LifecycleEvent.OrganizationalUnitGoverned or LifecycleEvent.Unreadable);

    private static IReadOnlyList<string> AccountsIn(string body) =>
        Decode(body) switch
        {
            LifecycleEvent.AccountGoverned governed => [.. governed.Accounts.Select(account => account.Id.Value)],
            LifecycleEvent.AccountLeft { Id: { } id } => [id.Value],
            _ => [],
        };

    private static IReadOnlyList<string> Split(string? accounts) =>
    [
        .. (accounts ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(account => account.Length == 12 && account.All(char.IsAsciiDigit)),
    ];
}
