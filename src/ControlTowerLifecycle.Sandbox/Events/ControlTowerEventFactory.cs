using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ControlTowerLifecycle.Sandbox.Aws;

namespace ControlTowerLifecycle.Sandbox.Events;

internal sealed record NamedAccount(string Id, string Name);

internal sealed record NamedUnit(string Id, string Name);

/// <summary>Creates the events that Control Tower, Organizations and a schedule send.</summary>
/// <param name="managementAccountId">The account that the events belong to.</param>
/// <param name="organizationId">A part of the ARNs of accounts and units.</param>
/// <param name="homeRegion">The home Region of Control Tower. Organizations always sends from us-east-1.</param>
/// <param name="time">The time of the events. Their operations began 30 minutes earlier.</param>
internal sealed partial class ControlTowerEventFactory(
    string managementAccountId, string organizationId, string homeRegion, TimeProvider time)
{
    public const string OrganizationsRegion = "us-east-1";

    private static readonly FrozenDictionary<string, string> Templates = EventTemplates.Load();

    public SandboxEvent CreateManagedAccount(NamedAccount account, NamedUnit unit, bool succeeded) =>
        ManagedAccount("CreateManagedAccount", account, unit, succeeded, succeeded
            ? "AWS Control Tower successfully created a managed account."
            : "AWS Control Tower failed to create a managed account.");

    public SandboxEvent UpdateManagedAccount(NamedAccount account, NamedUnit unit, bool succeeded) =>
        ManagedAccount("UpdateManagedAccount", account, unit, succeeded, succeeded
            ? "AWS Control Tower successfully updated a managed account."
            : "AWS Control Tower failed to update a managed account.");

    public SandboxEvent RegisterOrganizationalUnit(NamedUnit unit, bool succeeded) =>
        OrganizationalUnit("RegisterOrganizationalUnit", unit, succeeded, succeeded
            ? "AWS Control Tower successfully registered an organizational unit."
            : "AWS Control Tower failed to register an organizational unit.");

    public SandboxEvent DeregisterOrganizationalUnit(NamedUnit unit, bool succeeded) =>
        OrganizationalUnit("DeregisterOrganizationalUnit", unit, succeeded, succeeded
            ? "AWS Control Tower successfully deregistered an organizational unit."
            : "AWS Control Tower failed to deregister an organizational unit.");

    /// <param name="name">SetupLandingZone or UpdateLandingZone.</param>
    /// <param name="rootId">The root of the organization.</param>
    /// <param name="security">The unit with the two accounts.</param>
    /// <param name="audit">The audit account.</param>
    /// <param name="logArchive">The log archive account.</param>
    public SandboxEvent LandingZone(
        string name, string rootId, NamedUnit security, NamedAccount audit, NamedAccount logArchive) =>
        ControlTower(
            name,
            "LandingZone",
            ("state", "SUCCEEDED"),
            ("rootId", rootId),
            ("unitId", security.Id),
            ("unitName", security.Name),
            ("auditId", audit.Id),
            ("auditName", audit.Name),
            ("logArchiveId", logArchive.Id),
            ("logArchiveName", logArchive.Name));

    /// <param name="name">EnableBaseline, ResetEnabledBaseline, UpdateEnabledBaseline or DisableBaseline.</param>
    /// <param name="account">The target.</param>
    /// <param name="succeeded">Whether the state is SUCCEEDED or FAILED.</param>
    public SandboxEvent Baseline(string name, NamedAccount account, bool succeeded) =>
        Baseline(name, $"account/{organizationId}/{account.Id}", succeeded);

    /// <inheritdoc cref="Baseline(string, NamedAccount, bool)"/>
    /// <param name="name">As for an account.</param>
    /// <param name="unit">The target. The event names no account.</param>
    /// <param name="succeeded">As for an account.</param>
    public SandboxEvent Baseline(string name, NamedUnit unit, bool succeeded) =>
        Baseline(name, $"ou/{organizationId}/{unit.Id}", succeeded);

    /// <summary>A lifecycle event that the functions do not process.</summary>
    public SandboxEvent EnableGuardrail(NamedUnit unit) =>
        ControlTower("EnableGuardrail", "Guardrail", ("unitId", unit.Id), ("unitName", unit.Name));

    public SandboxEvent CloseAccountResult(NamedAccount account, bool succeeded) =>
        Organizations(
            "CloseAccountResult",
            LifecyclePattern.ServiceEvent,
            ("accountId", account.Id),
            ("state", State(succeeded)));

    public SandboxEvent MoveAccount(NamedAccount account, string fromParentId, string toParentId) =>
        Organizations(
            "MoveAccount",
            LifecyclePattern.ApiCall,
            ("accountId", account.Id),
            ("sourceParentId", fromParentId),
            ("destinationParentId", toParentId));

    public SandboxEvent RemoveAccountFromOrganization(NamedAccount account) =>
        Organizations("RemoveAccountFromOrganization", LifecyclePattern.ApiCall, ("accountId", account.Id));

    public SandboxEvent Scheduled(string ruleName) => new(
        Guid.NewGuid().ToString(), "aws.events", "Scheduled Event", managementAccountId, homeRegion, time.GetUtcNow(),
        [$"arn:aws:events:{homeRegion}:{managementAccountId}:rule/{ruleName}"], "{}");

    private SandboxEvent ManagedAccount(
        string name, NamedAccount account, NamedUnit unit, bool succeeded, string message) =>
        ControlTower(
            name,
            "ManagedAccount",
            ("accountId", account.Id),
            ("accountName", account.Name),
            ("unitId", unit.Id),
            ("unitName", unit.Name),
            ("state", State(succeeded)),
            ("message", message));

    private SandboxEvent OrganizationalUnit(string name, NamedUnit unit, bool succeeded, string message) =>
        ControlTower(
            name,
            "OrganizationalUnit",
            ("unitId", unit.Id),
            ("unitName", unit.Name),
            ("state", State(succeeded)),
            ("message", message));

    private SandboxEvent Baseline(string name, string target, bool succeeded) =>
        ControlTower(
            name,
            "Baseline",
            ("target", $"arn:aws:organizations::{managementAccountId}:{target}"),
            ("operationId", Guid.NewGuid().ToString()),
            ("state", State(succeeded)));

    private SandboxEvent ControlTower(string name, string template, params (string Name, string Value)[] filled) =>
        Event(name, "aws.controltower", LifecyclePattern.ServiceEvent, homeRegion, template, filled);

    private SandboxEvent Organizations(string name, string detailType, params (string Name, string Value)[] filled) =>
        Event(name, "aws.organizations", detailType, OrganizationsRegion, name, filled);

    private SandboxEvent Event(
        string name,
        string source,
        string detailType,
        string region,
        string template,
        params (string Name, string Value)[] filled)
    {
        var now = time.GetUtcNow();
        var requested = now.AddMinutes(-30);
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["eventName"] = name,
            ["status"] = LifecyclePattern.StatusField(name),
            ["eventId"] = Guid.NewGuid().ToString(),
            ["managementAccountId"] = managementAccountId,
            ["region"] = region,
            ["requested"] = Text(requested, "yyyy-MM-dd'T'HH:mm:ss"),
            ["completed"] = Text(now, "yyyy-MM-dd'T'HH:mm:ss"),
            ["requestedInWords"] = Text(requested, "MMM d, yyyy h:mm:ss tt"),
            ["completedInWords"] = Text(now, "MMM d, yyyy h:mm:ss tt"),
        };
        foreach (var (placeholder, value) in filled)
            values[placeholder] = value;
        var detail = Placeholder().Replace(
            Templates[template], match => JsonEncodedText.Encode(values[match.Groups["name"].Value]).ToString());
        return new SandboxEvent(
            Guid.NewGuid().ToString(), source, detailType, managementAccountId, region, now, [], detail);
    }

    private static string State(bool succeeded) => succeeded ? "SUCCEEDED" : "FAILED";

    private static string Text(DateTimeOffset moment, string format) =>
        moment.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{(?<name>[a-zA-Z]+)\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
