using System.Text.Json.Serialization;
using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>
/// The rest of a walk as JSON: <c>{"kind", "unit", "position": {"nextToken", "units", "childUnits"}, "summary":
/// {…}, "confirmDisconnect", "departed": ["111122223333", …]}</c>. Everyone who may invoke the function can send it, so every value is checked.
/// </summary>
internal sealed record WalkContinuation(WalkKind Kind, WalkPosition Position, WalkCounts Summary)
{
    public string? Unit { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsFromEvent { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasRestarted { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasEntered { get; init; }

    public int? ConfirmDisconnect { get; init; }

    public IReadOnlyList<string>? Departed { get; init; }

    public static WalkContinuation From(WalkRequest rest) =>
        new(rest.Kind, rest.Position ?? throw new ArgumentException("The walk has no position.", nameof(rest)),
            WalkCounts.From(rest.Summary))
        {
            Unit = rest.Unit,
            IsFromEvent = rest.IsFromEvent,
            HasRestarted = rest.HasRestarted,
            HasEntered = rest.HasEntered,
            ConfirmDisconnect = rest.ConfirmedDisconnects,
            Departed = rest.Departed is [] ? null : [.. rest.Departed.Select(id => id.Value)],
        };

    public WalkRequest ToRequest() => new(Kind, Unit)
    {
        Position = Position,
        IsFromEvent = IsFromEvent,
        HasRestarted = HasRestarted,
        HasEntered = HasEntered,
        ConfirmedDisconnects = ConfirmDisconnect,
        Departed = [.. (Departed ?? []).Select(AccountId.Parse)],
        Summary = Summary.ToSummary(),
    };

    /// <summary>Why it is refused, or null if it is accepted. No value of the payload is quoted.</summary>
    public string? FindFault()
    {
        if (!Enum.IsDefined(Kind))
            return "its kind is unknown";

        if (Unit is null ? Kind == WalkKind.UnitLeft : !OrganizationalUnitId.IsValid(Unit))
            return "its unit is not the ID of an organizational unit";

        return Position.FindFault(Unit) ?? Summary.FindFault() ?? FindDisconnectFault();
    }

    private string? FindDisconnectFault()
    {
        if (Kind != WalkKind.Reconcile && (ConfirmDisconnect is not null || Departed is not null))
            return "only a reconcile disconnects accounts";

        if (ConfirmDisconnect < 1)
            return "its number of confirmed disconnects is not positive";

        return Departed is null || (Departed.All(id => AccountId.TryParse(id, out _)) && Departed.Count <= Summary.Accounts)
            ? null
            : "its departed accounts are not accounts that it has read";
    }
}

/// <summary>
/// The counts of a walk as JSON. It has no governance and no orphans: each invocation reads governance again, and only
/// a complete walk within one invocation counts orphans.
/// </summary>
internal sealed record WalkCounts(
    int Accounts,
    int Protected,
    int Missing,
    int Drifted,
    int Failed,
    int Queued,
    IReadOnlyDictionary<string, int> Skipped)
{
    public int Widened { get; init; }

    public int ConnectedOtherwise { get; init; }

    /// <summary>Far more accounts than AWS Organizations allows; sums of such counts do not overflow.</summary>
    private const int MaximumAccounts = 10_000_000;

    public static WalkCounts From(WalkSummary summary) => new(
        summary.Accounts,
        summary.Protected,
        summary.Missing,
        summary.Drifted,
        summary.Failed,
        summary.Queued,
        summary.Skipped)
    {
        Widened = summary.Widened,
        ConnectedOtherwise = summary.ConnectedOtherwise,
    };

    public WalkSummary ToSummary() => new()
    {
        Accounts = Accounts,
        Protected = Protected,
        Missing = Missing,
        Drifted = Drifted,
        Widened = Widened,
        ConnectedOtherwise = ConnectedOtherwise,
        Failed = Failed,
        Queued = Queued,
        Skipped = Skipped,
    };

    /// <summary>Why the counts are refused, or null. They become metrics, and alarms depend on them.</summary>
    public string? FindFault()
    {
        if (Skipped.Keys.Any(reason => !SkipReason.Codes.Contains(reason)))
            return "its summary has an unknown reason to skip accounts";

        int[] parts = [Protected, Missing, Drifted, Widened, Failed, .. Skipped.Values];
        if (Accounts < 0 || Queued < 0 || ConnectedOtherwise < 0 || parts.Any(count => count < 0))
            return "its summary has a count below zero";

        return Accounts > MaximumAccounts || Queued > Accounts || ConnectedOtherwise > Protected || parts.Sum(count => (long)count) > Accounts
            ? "the counts of its summary contradict each other"
            : null;
    }
}

/// <summary>The payload around a <see cref="WalkContinuation"/>.</summary>
internal sealed record WalkEnvelope(WalkContinuation Walk);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(WalkEnvelope))]
[JsonSerializable(typeof(WalkContinuation))]
internal sealed partial class WalkJson : JsonSerializerContext;
