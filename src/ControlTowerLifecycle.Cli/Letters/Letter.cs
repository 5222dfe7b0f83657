using System.Text;
using ControlTowerLifecycle.Cli.Aws.Sqs;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Cli.Letters;

/// <summary>A dead letter, judged by its attributes and its body. Both come from outside.</summary>
internal sealed record Letter
{
    public required QueuedMessage Message { get; init; }

    /// <summary>The accounts that it concerns; none if that is not known.</summary>
    public required IReadOnlyList<string> Accounts { get; init; }

    /// <summary>Why it is a dead letter: an outcome of a run, or <c>undelivered</c>, <c>walk</c> or <c>unexplained</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The step that failed; null if no run failed.</summary>
    public string? Step { get; init; }

    /// <summary>The kind and the step in words.</summary>
    public string What => Step is null ? Kind : $"{Kind} at {Step}";

    public required string Cause { get; init; }

    /// <summary>
    /// The short IDs of its causes, at least one: those that its notifications name. A letter that carries none has one of its
    /// kind, step and sentence, so that equal letters have the same.
    /// </summary>
    public IReadOnlyList<string> CauseIds { get; private init; } = [];

    public required string Advice { get; init; }

    /// <summary>Whether the lifecycle function can do something with it. A message that it cannot read would return.</summary>
    public bool CanBeRedriven { get; init; } = true;

    /// <summary>
    /// The accounts that a redrive runs, each with an outcome in the log. None for an account that left, which can be kept
    /// without an outcome, and for an event that was not sent.
    /// </summary>
    public IReadOnlyList<string> Awaited => Event is LifecycleEvent.AccountGoverned governed ? AccountsOf(governed) : [];

    /// <summary>What the lifecycle function makes of the body.</summary>
    private LifecycleEvent? Event { get; init; }

    public static Letter Read(QueuedMessage message)
    {
        var attributes = message.Attributes;
        var decoded = LifecycleEventDecoder.Decode(Encoding.UTF8.GetBytes(message.Body));
        var letter = attributes.GetValueOrDefault("outcome") is { Length: > 0 } outcome
                ? OfRun(message, OutsideText.Clean(outcome, 20))
            : attributes.GetValueOrDefault("ERROR_MESSAGE") is { Length: > 0 } error
                ? Undelivered(message, OutsideText.CleanSentence(error), decoded)
            : message.Body.Contains("\"requestContext\"", StringComparison.Ordinal)
                ? OfWalk(message)
                : Unexplained(message, decoded);
        return letter with { Event = decoded, CauseIds = LetterCause.IdsOf(letter) };
    }

    private static Letter OfRun(QueuedMessage message, string outcome)
    {
        var attributes = message.Attributes;
        return new Letter
        {
            Message = message,
            Kind = outcome,
            Accounts = message.AccountIds,
            Step = OutsideText.Clean(attributes.GetValueOrDefault("step"), OutsideText.LongestName),
            Cause = OutsideText.CleanSentence(attributes.GetValueOrDefault("cause")) is { Length: > 0 } cause
                ? cause
                : "the cause was not recorded; the function's log has it",
            Advice = OutsideText.CleanSentence(attributes.GetValueOrDefault("whatToDo")) is { Length: > 0 } advice
                ? advice
                : "If the cause has ended, redrive the dead letter.",
            CanBeRedriven = outcome != FailureNotice.UnreadableOutcome,
        };
    }

    private static Letter Undelivered(QueuedMessage message, string error, LifecycleEvent decoded) => new()
    {
        Message = message,
        Kind = "undelivered",
        Accounts = AccountsOf(decoded),
        Cause = $"EventBridge could not deliver the event: {error}",
        Advice = CanBeHandled(decoded)
            ? "Check the permission of the rule, then redrive it."
            : "Check the permission of the rule, run ctlifecycle onboard --all --queue, then delete the letter.",
        CanBeRedriven = CanBeHandled(decoded),
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

    private static Letter Unexplained(QueuedMessage message, LifecycleEvent decoded) => new()
    {
        Message = message,
        Kind = "unexplained",
        Accounts = AccountsOf(decoded),
        Cause = "SQS moved the message after its last receive: the function crashed, timed out, or could not write the reason",
        Advice = CanBeHandled(decoded)
            ? "Read the lifecycle function's log, then redrive it."
            : "The lifecycle function cannot read it. Find its sender, then delete it.",
        CanBeRedriven = CanBeHandled(decoded),
    };

    /// <summary>A whole unit is for the backfill function, which does not read this queue.</summary>
    private static bool CanBeHandled(LifecycleEvent decoded) =>
        decoded is not (LifecycleEvent.OrganizationalUnitGoverned or LifecycleEvent.Unreadable);

    private static IReadOnlyList<string> AccountsOf(LifecycleEvent decoded) => decoded switch
    {
        LifecycleEvent.AccountGoverned governed => [.. governed.Accounts.Select(account => account.Id.Value)],
        LifecycleEvent.AccountLeft { Id: { } id } => [id.Value],
        _ => [],
    };
}
