using System.Globalization;
using System.Text;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>
/// The subject and the text of a notification. Everything that comes from outside or from the table is cleaned here.
/// </summary>
internal sealed class NotificationText(RepeatCommand repeat)
{
    /// <summary>Enough to see which unit is concerned; the dead letters have all of them.</summary>
    public const int MostListed = 100;

    public const string Runbook = "docs/operations.md#notifications";

    /// <summary>SNS accepts fewer than 100 characters.</summary>
    private const int LongestSubject = 99;

    private const string Program = "[Control Tower Lifecycle]";

    /// <summary>
    /// One line of at most 99 characters: what and how many, and whether the operator must act. A long phrase is cut.
    /// </summary>
    public static string Subject(CauseNotification notification)
    {
        var (failure, affected) = (notification.Failure, notification.Affected);
        var who = notification.IsDigest ? Count(failure, affected.Count)
            : failure.IsOfAccount ? $"Account {OutsideText.CleanName(affected[0].Id)}" : "1 message";
        var (start, end) = ($"{Program} {who}: ", $" ({Action(notification)})");
        var phrase = OutsideText.CleanName(failure.Phrase);
        var room = Math.Max(0, LongestSubject - start.Length - end.Length);
        return start + (phrase.Length <= room ? phrase : phrase[..room].TrimEnd()) + end;
    }

    /// <summary>In one line: what the accounts lack.</summary>
    public static string State(CauseNotification notification)
    {
        var (failure, count) = (notification.Failure, notification.Affected.Count);
        var who = Count(failure, count, notification.IsDigest ? " more" : "");
        var since = notification.IsDigest ? ", since the last notification of this cause" : "";
        var verb = count == 1 ? "is" : "are";
        return failure switch
        {
            { IsOfAccount: false } => $"{who} failed permanently{since}.",
            { IsFollowUp: true } => $"The follow-up of {who} failed{since}; the protection is not concerned.",
            { IsOffboarding: true } => $"{who} {verb} still connected{since}.",
            _ => $"{who} {verb} not protected{since}.",
        };
    }

    /// <summary>What to do, in sentences.</summary>
    public static string Advice(CauseNotification notification)
    {
        var advice = OutsideText.CleanSentence(notification.Failure.Advice);
        return Until(notification) is { } until
            ? $"Nothing is lost: each account is retried automatically until about {until}, then its message becomes a dead letter. {advice}".TrimEnd()
            : advice ?? "Read the function's log for this account.";
    }

    public string Body(CauseNotification notification)
    {
        var failure = notification.Failure;
        return $"""
            {State(notification)}

            Step:     {OutsideText.CleanName(failure.Step)}
            Cause:    {OutsideText.CleanSentence(failure.Cause)}
            Request:  {OutsideText.CleanSentence(failure.RequestId) ?? "none"}
            Message:  {OutsideText.CleanSentence(failure.Source)}

            {(failure.IsOfAccount ? "Accounts" : "Messages")}
            {List(notification.Affected)}
            What to do
            {Advice(notification)}
            {(Until(notification) is null ? repeat.For(notification) : "")}
            Runbook: {Runbook}

            """;
    }

    private static string Count(FailureSummary failure, int count, string more = "") => string.Create(
        CultureInfo.InvariantCulture, $"{count}{more} {(failure.IsOfAccount ? "account" : "message")}{(count == 1 ? "" : "s")}");

    private static string Action(CauseNotification notification) => notification.Failure switch
    {
        _ when Until(notification) is { } until => $"retried until {until}",
        { IsLastAttempt: true } => "last retry failed",
        _ => "action required",
    };

    private static string? Until(CauseNotification notification) => notification.Failure.RetriedForMinutes is { } minutes
        ? notification.SentAt.AddMinutes(Math.Clamp(minutes, 0, (int)CauseRecord.Day.TotalMinutes))
            .ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture)
        : null;

    private static string List(IReadOnlyList<Affected> affected)
    {
        var lines = new StringBuilder();
        foreach (var one in affected.Take(MostListed))
            lines.Append(CultureInfo.InvariantCulture, $"  {OutsideText.CleanName(one.Id)} ({OutsideText.CleanName(one.Name) ?? "name unknown"})\n");
        if (affected.Count > MostListed)
            lines.Append(CultureInfo.InvariantCulture, $"  and {affected.Count - MostListed} more\n");
        return lines.ToString();
    }
}
