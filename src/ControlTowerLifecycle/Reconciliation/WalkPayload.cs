using System.Text.Json;
using System.Text.Json.Serialization;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>
/// The two payloads that ask for a walk: what a person types, <c>{"reconcile": "all"}</c> or
/// <c>{"reconcile": "ou-ab12-c3d4e5f6"}</c>, and what an invocation hands to the next one,
/// <c>{"walk": {"kind", "unit", "after", "summary"}}</c>.
/// </summary>
internal static class WalkPayload
{
    private const string Wanted = "reconcile";
    private const string All = "all";

    /// <summary>What hands the rest of a walk to the next invocation.</summary>
    public static string Write(WalkRequest rest) => $$"""{"walk":{{JsonSerializer.Serialize(rest, WalkJson.Default.WalkRequest)}}}""";

    /// <summary>The walk that a payload asks for, or null where it is something else.</summary>
    /// <exception cref="FormatException">It asks for a walk, and not so that it can be understood.</exception>
    public static WalkRequest? Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            if (document.RootElement.Child(Wanted) is not null)
                return Reconcile(document.RootElement);

            return document.RootElement.Child("walk") is { } rest ? Rest(rest) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or UnreadableFieldException)
        {
            // The one who reads events says what is wrong with it.
            return null;
        }
    }

    private static WalkRequest Reconcile(JsonElement root)
    {
        const string fault = "'reconcile' takes \"all\" or an organizational unit's id such as ou-ab12-c3d4e5f6";
        try
        {
            return root.OptionalText(Wanted) switch
            {
                All => new WalkRequest(WalkKind.Reconcile),
                { } unit when OrganizationalUnitId.IsValid(unit) => new WalkRequest(WalkKind.Reconcile, unit),
                _ => throw new FormatException(fault),
            };
        }
        catch (UnreadableFieldException unreadable)
        {
            throw new FormatException(fault, unreadable);
        }
    }

    private static WalkRequest Rest(JsonElement rest)
    {
        const string fault = "'walk' is for the function itself: it takes what an earlier invocation handed over";
        try
        {
            // What is left out of the text is null here, whatever the types say.
            return rest.Deserialize(WalkJson.Default.WalkRequest) is { Summary.Skipped: not null } request
                ? request
                : throw new FormatException(fault);
        }
        catch (JsonException unreadable)
        {
            throw new FormatException(fault, unreadable);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(WalkRequest))]
internal sealed partial class WalkJson : JsonSerializerContext;
