using System.Text.Json;
using System.Text.Json.Serialization;
using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Events;

/// <summary>
/// The queue's own message, and what a person types for one account: <c>accountId</c>, and optionally
/// <c>accountName</c> and <c>origin</c> (<c>backfill</c>; left out, the request is a person's).
/// </summary>
internal sealed record WorkMessage(string AccountId, string? AccountName, string? Origin)
{
    private const string Backfill = "backfill";

    /// <summary>The message for an account that a walk came past, as UTF-8 text without line breaks.</summary>
    public static string ForBackfill(ManagedAccount account) =>
        JsonSerializer.Serialize(
            new WorkMessage(account.Id.Value, account.Name, Backfill), WorkMessageJson.Default.WorkMessage);

    public static LifecycleEvent Read(JsonElement root)
    {
        var account = new GovernedAccount(root.AccountId("accountId"), root.OptionalText("accountName"));
        return root.OptionalText("origin") switch
        {
            null => new LifecycleEvent.AccountGoverned([account], Events.Origin.Direct),
            Backfill => new LifecycleEvent.AccountGoverned([account], Events.Origin.Backfill),
            _ => new LifecycleEvent.Unreadable($"'origin' is neither absent nor '{Backfill}'"),
        };
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkMessage))]
internal sealed partial class WorkMessageJson : JsonSerializerContext;
