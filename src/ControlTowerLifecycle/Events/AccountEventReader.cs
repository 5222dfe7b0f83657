using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Events;

/// <summary>
/// Reads what <see cref="AccountEventJson"/> has written. A message of the queue and an event of the bus come from outside:
/// words must have their format, texts are cleaned and bounded again. The management account is never read.
/// </summary>
internal static partial class AccountEventReader
{
    public const string Retryable = "retryable";
    public const string NeedsOperator = "needs-operator";

    private const int MaximumProtections = 10;

    private static readonly string[] Origins = ["vended", "governed", "backfill", "direct", "left"];

    /// <summary>A message of the work queue that has an event sent again.</summary>
    public static LifecycleEvent ReadMessage(JsonElement root, bool fromQueue)
    {
        if (!fromQueue)
            return new LifecycleEvent.Unreadable($"'{AccountEventJson.UnsentEvent}' is only for messages of the work queue");

        var message = root.Object(AccountEventJson.UnsentEvent);
        return new LifecycleEvent.EventUnsent(Read(message.Text("detailType"), message.Object("detail")));
    }

    /// <summary>The detail of an event.</summary>
    /// <exception cref="UnreadableFieldException">A member is missing or malformed.</exception>
    public static AccountEvent Read(string detailType, JsonElement detail)
    {
        var origin = detail.Text("origin");
        return new AccountEvent(
            Type(detailType), Bounded(detail, "eventId", AccountEvent.MaximumIdLength), detail.AccountId("accountId"))
        {
            AccountName = OutsideText.CleanName(detail.OptionalText("accountName")),
            OrganizationalUnitId = Unit(detail.OptionalText("organizationalUnitId")),
            Origin = Origins.Contains(origin, StringComparer.Ordinal) ? origin : throw Malformed("origin"),
            Protections = Items(detail, "protections", MaximumProtections, item => Word(TextOf(item), "protections")),
            Steps = Items(detail, "steps", AccountEvent.MaximumSteps, Step),
            NewlyProtected = Flag(detail, "newlyProtected"),
            Failure = detail.Child("failure") is null or { ValueKind: JsonValueKind.Null } ? null : Failure(detail.Object("failure")),
            OccurredAt = Time(detail.Text("occurredAt")),
        };
    }

    private static AccountEventType Type(string detailType)
    {
        foreach (var type in Enum.GetValues<AccountEventType>())
        {
            if (AccountEventJson.DetailType(type) == detailType)
                return type;
        }

        throw Malformed("detailType");
    }

    private static AccountEventStep Step(JsonElement step) => new(
        Word(step.Text("protection"), "protection"),
        Word(step.Text("verb"), "verb"),
        OutsideText.Clean(step.Text("target"), AccountEvent.MaximumTextLength));

    private static AccountEventFailure Failure(JsonElement failure) => new(
        Word(failure.Text("step"), "step"),
        failure.Text("kind") switch
        {
            Retryable => true,
            NeedsOperator => false,
            _ => throw Malformed("kind"),
        },
        Bounded(failure, "cause", AccountEvent.MaximumTextLength),
        Cleaned(failure, "whatToDo"))
    {
        System = Cleaned(failure, "system"),
        Operation = Cleaned(failure, "operation"),
        Code = Cleaned(failure, "code"),
    };

    private static List<T> Items<T>(JsonElement parent, string name, int maximum, Func<JsonElement, T> read)
    {
        var items = parent.Items(name).Take(maximum + 1).ToList();
        return items.Count <= maximum ? items.ConvertAll(item => read(item)) : throw Malformed(name);
    }

    private static string TextOf(JsonElement item) =>
        item.ValueKind == JsonValueKind.String ? EventFields.Decode(item, "protections") : throw Malformed("protections");

    private static bool? Flag(JsonElement parent, string name) => parent.Child(name) switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Malformed(name),
    };

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : throw Malformed("occurredAt");

    private static string? Unit(string? id) => id is null || OrganizationalUnitId.IsValid(id) ? id : throw Malformed("organizationalUnitId");

    private static string Word(string text, string name) => WordPattern().IsMatch(text) ? text : throw Malformed(name);

    private static string Bounded(JsonElement parent, string name, int maximumLength) =>
        OutsideText.Clean(parent.Text(name), maximumLength) is { Length: > 0 } text ? text : throw Malformed(name);

    private static string? Cleaned(JsonElement parent, string name) =>
        OutsideText.Clean(parent.OptionalText(name), AccountEvent.MaximumTextLength);

    private static UnreadableFieldException Malformed(string name) => new($"'{name}' of the event is malformed");

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,63}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WordPattern();
}
