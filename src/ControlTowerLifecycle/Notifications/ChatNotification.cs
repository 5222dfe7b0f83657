using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>
/// A notification for machines, in the form that Amazon Q Developer in chat applications shows ("Custom notifications" in its
/// administrator guide). Paging services read <c>metadata.additionalContext</c>. All texts are bounded.
/// </summary>
internal sealed record ChatNotification(string Id, ChatContent Content, ChatMetadata Metadata)
{
    /// <summary>In characters.</summary>
    private const int LongestTitle = 250;

    private const int LongestCause = 1000;
    private const int LongestStep = 340;
    private const int LongestWord = 70;
    private const int MostAccounts = 10;

    public string Version { get; } = "1.0";

    public string Source { get; } = "custom";

    /// <returns>The JSON, in one line.</returns>
    public static string Write(CauseNotification notification, RepeatCommand repeat) =>
        JsonSerializer.Serialize(Of(notification, repeat), ChatNotificationJson.Readable.ChatNotification);

    private static ChatNotification Of(CauseNotification notification, RepeatCommand repeat)
    {
        var failure = notification.Failure;
        var cause = failure.CauseId.Value;
        var subject = OutsideText.Clean(NotificationText.Subject(notification), LongestTitle);
        return new ChatNotification(
            string.Create(CultureInfo.InvariantCulture, $"{cause}-{notification.SentAt.ToUnixTimeMilliseconds()}"),
            new ChatContent(
                ChatMarkdown.IsPlain(failure.Phrase) ? subject : ChatMarkdown.Code(subject, LongestTitle - 2),
                $"{NotificationText.State(notification)}\n{ChatMarkdown.Code(failure.Cause, LongestCause)}\n{Accounts(notification)}",
                [.. NextSteps(notification, repeat)],
                [.. Keywords(failure)]),
            new ChatMetadata(
                cause,
                subject,
                "ControlTowerLifecycleFailure",
                [.. notification.Affected.Select(affected => affected.Id).Where(IsAccount).Take(MostAccounts)],
                Context(notification)));
    }

    private static string Accounts(CauseNotification notification)
    {
        var (affected, more) = (notification.Affected, notification.Affected.Count - MostAccounts);
        var listed = affected.Take(MostAccounts).Select(one =>
            $"{ChatMarkdown.Code(one.Id, LongestWord)} {ChatMarkdown.Code(one.Name, LongestWord)}".TrimEnd());
        return string.Join('\n', listed) + (more > 0 ? string.Create(CultureInfo.InvariantCulture, $"\nand {more} more") : "");
    }

    private static IEnumerable<string> NextSteps(CauseNotification notification, RepeatCommand repeat)
    {
        yield return ChatMarkdown.Code(NotificationText.Advice(notification), LongestStep);
        IReadOnlyList<string> commands = notification.Failure.RetriedForMinutes is null ? repeat.CommandsFor(notification) : [];
        foreach (var command in commands.Where(command => command.Length <= LongestStep))
            yield return ChatMarkdown.Code(command, LongestStep);
        yield return $"Runbook: {NotificationText.Runbook}";
    }

    private static IEnumerable<string> Keywords(FailureSummary failure) =>
        new[] { "control-tower-lifecycle", failure.Outcome, failure.Step, failure.Code }
            .Where(word => !string.IsNullOrEmpty(word))
            .Select(word => OutsideText.Clean(word!, LongestWord));

    private static SortedDictionary<string, string> Context(CauseNotification notification)
    {
        var failure = notification.Failure;
        var context = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["accounts"] = notification.Affected.Count.ToString(CultureInfo.InvariantCulture),
            ["causeId"] = failure.CauseId.Short,
            ["causeKey"] = OutsideText.Clean(failure.CauseKey, LongestTitle),
            ["outcome"] = OutsideText.Clean(failure.Outcome, LongestWord),
            ["step"] = OutsideText.Clean(failure.Step, LongestWord),
            ["isDigest"] = notification.IsDigest ? "true" : "false",
            ["isRetried"] = failure.RetriedForMinutes is null ? "false" : "true",
        };
        if (!string.IsNullOrEmpty(failure.Code))
            context["code"] = OutsideText.Clean(failure.Code, LongestWord);
        return context;
    }

    private static bool IsAccount(string id) => AccountId.TryParse(id, out _);
}

/// <summary>What a chat application shows. Title, description and next steps are markdown.</summary>
internal sealed record ChatContent(
    string Title, string Description, IReadOnlyList<string> NextSteps, IReadOnlyList<string> Keywords)
{
    public string TextType { get; } = "client-markdown";
}

/// <summary>What a chat application groups by, and what other systems read.</summary>
internal sealed record ChatMetadata(
    string ThreadId, string Summary, string EventType, IReadOnlyList<string> RelatedResources,
    IReadOnlyDictionary<string, string> AdditionalContext);

[JsonSerializable(typeof(ChatNotification))]
internal sealed partial class ChatNotificationJson : JsonSerializerContext
{
    /// <summary>Other alphabets are not escaped: an escaped character needs six bytes.</summary>
    public static ChatNotificationJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
