using System.Globalization;
using System.Text.Json;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>
/// The two payloads that start a walk: the operator's <c>{"reconcile": "all"}</c> or
/// <c>{"reconcile": "ou-ab12-c3d4e5f6"}</c>, either with <c>"confirmDisconnect": 6</c>, and <see cref="WalkContinuation"/>, <c>{"walk": {…}}</c>, which an
/// invocation passes to the next one.
/// </summary>
internal static class WalkPayload
{
    private const string Reconcile = "reconcile";
    private const string ConfirmDisconnect = "confirmDisconnect";

    /// <summary>The whole organization.</summary>
    public const string All = "all";

    /// <summary>The payload with which an operator starts a reconcile.</summary>
    /// <param name="unit">The unit to reconcile; null for the whole organization.</param>
    /// <param name="confirmed">How many accounts may be disconnected; null if no number is confirmed.</param>
    public static string WriteReconcile(string? unit, int? confirmed) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"{Reconcile}\":\"{unit ?? All}\"{(confirmed is { } number ? $",\"{ConfirmDisconnect}\":{number}" : "")}}}");

    /// <summary>The payload with which the next invocation continues a walk.</summary>
    public static string Write(WalkRequest rest) =>
        JsonSerializer.Serialize(new WalkEnvelope(WalkContinuation.From(rest)), WalkJson.Default.WalkEnvelope);

    /// <summary>The walk that a payload asks for, or null if it asks for something else.</summary>
    /// <exception cref="FormatException">It asks for a walk and cannot be accepted; the message says why.</exception>
    public static WalkRequest? Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            if (document.RootElement.Child(Reconcile) is not null)
                return ReadReconcile(document.RootElement);

            return document.RootElement.Child("walk") is { } walk ? ReadContinuation(walk) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or UnreadableFieldException)
        {
            // The event decoder reads the payload next and reports what is wrong with it.
            return null;
        }
    }

    private static WalkRequest ReadReconcile(JsonElement root)
    {
        const string fault = "'reconcile' takes \"all\" or an organizational unit's id such as ou-ab12-c3d4e5f6";
        try
        {
            var request = root.OptionalText(Reconcile) switch
            {
                All => new WalkRequest(WalkKind.Reconcile),
                { } unit when OrganizationalUnitId.IsValid(unit) => new WalkRequest(WalkKind.Reconcile, unit),
                _ => throw new FormatException(fault),
            };
            return request with { ConfirmedDisconnects = ReadConfirmation(root) };
        }
        catch (UnreadableFieldException unreadable)
        {
            throw new FormatException(fault, unreadable);
        }
    }

    private static int? ReadConfirmation(JsonElement root) => root.Child(ConfirmDisconnect) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var confirmed) && confirmed > 0 => confirmed,
        _ => throw new FormatException(
            $"'{ConfirmDisconnect}' takes the number of accounts to disconnect, which the failed reconcile stated"),
    };

    private static WalkRequest ReadContinuation(JsonElement walk)
    {
        try
        {
            var continuation = walk.Deserialize(WalkJson.Default.WalkContinuation);
            var fault = continuation is null ? "it is null" : continuation.FindFault();
            return fault is null ? continuation!.ToRequest() : throw Refused(fault, null);
        }
        catch (JsonException unreadable)
        {
            throw Refused("it does not have the members that this version writes", unreadable);
        }
    }

    private static FormatException Refused(string fault, JsonException? unreadable) => new(
        $"'walk' is written by the function itself, and this one is refused: {fault}; "
        + "start the walk again with {\"reconcile\": \"all\"}",
        unreadable);
}
