using System.Text.Json;
using System.Text.Json.Serialization;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Events;

/// <summary>
/// A message of the work queue, and the payload with which an operator onboards one account: <c>accountId</c>, and
/// optionally <c>accountName</c>. Only the messages of a walk have an <c>origin</c> (<c>governed</c>, <c>backfill</c>,
/// <c>left</c>) and <c>registrations</c>: <c>[{"protection": "…", "id": "…", "roleArn": "…", "externalIdHash": "…"}]</c>. All of them are facts
/// of an earlier time: each run judges the scope, the state and the role again before it writes, and registrations only
/// save the search at the vendor.
/// </summary>
internal sealed record WorkMessage(
    string AccountId, string? AccountName, string? Origin, IReadOnlyList<KnownRegistration>? Registrations)
{
    public const string Digest = "digest";

    private const string Governed = "governed";
    private const string Backfill = "backfill";
    private const string Left = "left";

    /// <summary>The event name in the log if a walk found that the account left.</summary>
    private const string LeftEventName = "its organizational unit left, or a walk found it not governed";

    /// <summary>Creates the message for an account to onboard: JSON without line breaks.</summary>
    /// <param name="account">The account. The walk has checked its scope and state.</param>
    /// <param name="isGoverned">True if Control Tower named the account; false if governance is unknown.</param>
    /// <param name="known">The account's registrations that the walk found at the vendors.</param>
    public static string For(ManagedAccount account, bool isGoverned, IReadOnlyList<KnownRegistration> known) =>
        Serialize(new WorkMessage(
            account.Id.Value, account.Name, isGoverned ? Governed : Backfill, known is [] ? null : known));

    /// <summary>Creates the message for an account that is no longer governed, or whose unit is not.</summary>
    public static string ForLeft(AccountId id, string? name) =>
        Serialize(new WorkMessage(id.Value, name, Left, null));

    /// <summary>
    /// Creates the message that calls back for the digest of a cause: <c>{"digest":"…"}</c>. It has no text of its own: a
    /// forged one causes at most the digest of what the table holds.
    /// </summary>
    public static string ForDigest(CauseId cause) => $$"""{"{{Digest}}":"{{cause}}"}""";

    /// <param name="root">An object with a <c>digest</c>.</param>
    /// <param name="fromQueue">An operator cannot request a digest.</param>
    public static LifecycleEvent ReadDigest(JsonElement root, bool fromQueue) =>
        !fromQueue ? new LifecycleEvent.Unreadable($"'{Digest}' is only for messages of the work queue")
        : root.Child("accountId") is not null ? new LifecycleEvent.Unreadable($"'accountId' and '{Digest}' exclude each other")
        : CauseId.TryParse(root.Text(Digest), out var cause) ? new LifecycleEvent.DigestDue(cause)
        : new LifecycleEvent.Unreadable($"'{Digest}' must be the ID of a cause, 32 hexadecimal digits");

    /// <param name="root">An object with an <c>accountId</c>.</param>
    /// <param name="fromQueue">Whether the message may be a walk's. An operator may not set a walk's fields.</param>
    public static LifecycleEvent Read(JsonElement root, bool fromQueue)
    {
        var account = new GovernedAccount(root.AccountId("accountId"), root.OptionalText("accountName"));
        var origin = root.OptionalText("origin");
        var hasRegistrations = root.Child("registrations") is { ValueKind: not JsonValueKind.Null };
        if (!fromQueue && (origin is not null || hasRegistrations))
        {
            var field = origin is null ? "registrations" : "origin";
            return new LifecycleEvent.Unreadable($"'{field}' is only for messages of the work queue; leave it out");
        }

        if (hasRegistrations)
            account = account with { Known = [.. root.Items("registrations").Select(ReadRegistration)] };

        return origin switch
        {
            null when hasRegistrations => new LifecycleEvent.Unreadable("'registrations' requires an 'origin'"),
            null => new LifecycleEvent.AccountGoverned([account], Events.Origin.Direct),
            Governed => new LifecycleEvent.AccountGoverned([account], Events.Origin.Governed),
            Backfill => new LifecycleEvent.AccountGoverned([account], Events.Origin.Backfill),
            Left => new LifecycleEvent.AccountLeft(account.Id, null, LeftEventName),
            _ => new LifecycleEvent.Unreadable(
                $"'origin' must be '{Governed}', '{Backfill}' or '{Left}', or be left out"),
        };
    }

    private static KnownRegistration ReadRegistration(JsonElement registration) =>
        new(registration.Text("protection"), registration.Text("id"), registration.Text("roleArn"))
        {
            ExternalIdHash = registration.OptionalText("externalIdHash"),
        };

    private static string Serialize(WorkMessage message) =>
        JsonSerializer.Serialize(message, WorkMessageJson.Default.WorkMessage);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkMessage))]
internal sealed partial class WorkMessageJson : JsonSerializerContext;
