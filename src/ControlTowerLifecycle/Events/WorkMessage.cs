using System.Text.Json;
using System.Text.Json.Serialization;
using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Events;

/// <summary>
/// The queue's own message, and what a person types for one account: <c>accountId</c>, and optionally
/// <c>accountName</c>. Only a walk's messages have an <c>origin</c>, which says how it came past the account
/// (<c>governed</c>, <c>backfill</c>, <c>left</c>), and <c>registrations</c>, which are believed without asking the
/// vendor: <c>[{"protection": "…", "id": "…", "roleArn": "…"}]</c>.
/// </summary>
internal sealed record WorkMessage(
    string AccountId, string? AccountName, string? Origin, IReadOnlyList<KnownRegistration>? Registrations)
{
    private const string Governed = "governed";
    private const string Backfill = "backfill";
    private const string Left = "left";

    /// <summary>What an account's leaving is called in the log where a walk tells of it.</summary>
    private const string Walked = "its organizational unit left, or a walk found it not governed";

    /// <summary>The message for an account to be onboarded, as UTF-8 text without line breaks.</summary>
    /// <param name="account">The account, which the walk has judged.</param>
    /// <param name="isGoverned">Whether Control Tower names it; false where Control Tower does not tell.</param>
    /// <param name="known">What the walk has seen at the vendors.</param>
    public static string For(ManagedAccount account, bool isGoverned, IReadOnlyList<KnownRegistration> known) =>
        Text(new WorkMessage(
            account.Id.Value, account.Name, isGoverned ? Governed : Backfill, known is [] ? null : known));

    /// <summary>The message for an account that is no longer governed, or whose unit is not.</summary>
    public static string ForLeft(ManagedAccount account) =>
        Text(new WorkMessage(account.Id.Value, account.Name, Left, null));

    /// <param name="root">An object with an <c>accountId</c>.</param>
    /// <param name="isQueues">Whether it may be a walk's: whoever types a message is not believed as a walk is.</param>
    public static LifecycleEvent Read(JsonElement root, bool isQueues)
    {
        var account = new GovernedAccount(root.AccountId("accountId"), root.OptionalText("accountName"));
        var origin = root.OptionalText("origin");
        var registrations = root.Child("registrations") is { ValueKind: not JsonValueKind.Null };
        if (!isQueues && (origin is not null || registrations))
        {
            return new LifecycleEvent.Unreadable(
                $"'{(origin is null ? "registrations" : "origin")}' is for the queue's own messages; leave it out");
        }

        if (registrations)
            account = account with { Known = [.. root.Items("registrations").Select(Registration)] };

        return origin switch
        {
            null when registrations => new LifecycleEvent.Unreadable("'registrations' takes an 'origin' beside it"),
            null => new LifecycleEvent.AccountGoverned([account], Events.Origin.Direct),
            Governed => new LifecycleEvent.AccountGoverned([account], Events.Origin.Governed),
            Backfill => new LifecycleEvent.AccountGoverned([account], Events.Origin.Backfill),
            Left => new LifecycleEvent.AccountLeft(account.Id, null, Walked),
            _ => new LifecycleEvent.Unreadable($"'origin' is none of '{Governed}', '{Backfill}' and '{Left}', nor absent"),
        };
    }

    private static KnownRegistration Registration(JsonElement one) =>
        new(one.Text("protection"), one.Text("id"), one.Text("roleArn"));

    private static string Text(WorkMessage message) =>
        JsonSerializer.Serialize(message, WorkMessageJson.Default.WorkMessage);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkMessage))]
internal sealed partial class WorkMessageJson : JsonSerializerContext;
