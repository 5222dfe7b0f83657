using System.Text.Json;
using ControlTowerLifecycle.Accounts;
using static ControlTowerLifecycle.Events.LifecycleEvent;

namespace ControlTowerLifecycle.Events;

/// <summary>
/// The lifecycle events of Control Tower (AWS Control Tower user guide, "Lifecycle events in AWS Control Tower").
/// <c>serviceEventDetails</c> has exactly one member: an object named after the event. The name of the member is
/// ignored.
/// </summary>
internal static class ControlTowerEvents
{
    private const string Succeeded = "SUCCEEDED";

    public static LifecycleEvent Read(JsonElement detail)
    {
        var name = detail.Text("eventName");
        return name switch
        {
            "CreateManagedAccount" or "UpdateManagedAccount" => IfSucceeded(detail, name, status =>
                new AccountGoverned([Account(status.Object("account")) with { OrganizationalUnitId = KnownUnit(status) }], Origin.Vended)),
            "SetupLandingZone" => IfSucceeded(detail, name, LandingZoneAccounts),
            "UpdateLandingZone" => IfSucceeded(detail, name, _ => new OrganizationalUnitGoverned(null, name)),
            "RegisterOrganizationalUnit" => IfSucceeded(detail, name, status =>
                new OrganizationalUnitGoverned(Unit(status), name)),
            "DeregisterOrganizationalUnit" => IfSucceeded(detail, name, status =>
                new AccountLeft(null, Unit(status), name)),
            "EnableBaseline" or "ResetEnabledBaseline" or "UpdateEnabledBaseline" => Baseline(detail, name,
                account => new AccountGoverned([new GovernedAccount(account, null)], Origin.Vended),
                unit => new OrganizationalUnitGoverned(unit, name)),
            "DisableBaseline" => Baseline(detail, name,
                account => new AccountLeft(account, null, name),
                unit => new AccountLeft(null, unit, name)),
            _ => new NotOurs("a Control Tower event that concerns no account"),
        };
    }

    private static LifecycleEvent IfSucceeded(JsonElement detail, string name, Func<JsonElement, LifecycleEvent> read)
    {
        var status = Status(detail);
        var state = status.Text("state");
        return state == Succeeded ? read(status) : NotSucceeded(name, state);
    }

    /// <summary>Audit and log archive; a landing zone without its own accounts names none.</summary>
    private static LifecycleEvent LandingZoneAccounts(JsonElement status) =>
        status.Child("accounts") is null or { ValueKind: JsonValueKind.Null }
            ? new NotOurs("SetupLandingZone names no account: the next reconcile finds the accounts of the landing zone")
            : new AccountGoverned([.. status.Items("accounts").Select(Account)], Origin.Vended);

    /// <summary>
    /// The target of a baseline is an account or a unit. The ARN of both ends with the ID. Other baselines than
    /// <see cref="EnrollmentBaseline"/> say nothing about an account; a unit is reconciled, which judges each account.
    /// </summary>
    private static LifecycleEvent Baseline(
        JsonElement detail, string name, Func<AccountId, LifecycleEvent> onAccount, Func<string, LifecycleEvent> onUnit)
    {
        var baseline = Status(detail).Object("enabledBaselineDetails");
        var state = baseline.Object("statusSummary").Text("status");
        if (state != Succeeded)
            return NotSucceeded(name, state);

        var target = baseline.Text("targetIdentifier");
        var id = target[(target.LastIndexOf('/') + 1)..];
        if (target.Contains(":ou/", StringComparison.Ordinal))
            return onUnit(id);

        if (baseline.OptionalText("baselineIdentifier") is { } arn && !EnrollmentBaseline.IsNamedBy(arn))
            return new NotOurs($"{name} of another baseline than {EnrollmentBaseline.Name} does not enroll an account");

        return AccountId.TryParse(id, out var account) ? onAccount(account) : new Unreadable(AccountId.Fault(id));
    }

    private static NotOurs NotSucceeded(string name, string state) =>
        new(state == "FAILED" ? $"{name} FAILED: there is no account to protect yet" : $"{name} has not succeeded");

    private static JsonElement Status(JsonElement detail)
    {
        var members = detail.Object("serviceEventDetails").EnumerateObject();
        return members.MoveNext() && members.Current.Value.ValueKind == JsonValueKind.Object
            ? members.Current.Value
            : throw new UnreadableFieldException("'serviceEventDetails' contains no object");
    }

    private static GovernedAccount Account(JsonElement account) =>
        new(account.AccountId("accountId"), account.OptionalText("accountName"));

    /// <summary>Only reported to other systems, so a unit that cannot be read does not make the event unreadable.</summary>
    private static string? KnownUnit(JsonElement status) =>
        status.Child("organizationalUnit") is { ValueKind: JsonValueKind.Object } unit
        && unit.Child("organizationalUnitId") is { ValueKind: JsonValueKind.String } id
        && EventFields.Decode(id, "organizationalUnitId") is var text && OrganizationalUnitId.IsValid(text)
            ? text
            : null;

    private static string Unit(JsonElement status) => status.Object("organizationalUnit").Text("organizationalUnitId");
}
