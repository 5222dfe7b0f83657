using System.Globalization;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.WorkloadSecurity;

/// <summary>
/// Protection by Trend Server &amp; Workload Protection: a connector role in the account, a connector at the vendor.
/// </summary>
internal sealed class WorkloadSecurityProtection(
    WorkloadSecurityClient client,
    ExternalIdSource externalIds,
    ConnectorRole role,
    AccountId managementAccountId,
    bool workspacesEnabled,
    TimeProvider time) : IProtection
{
    /// <summary>As the setting PROTECTIONS has it.</summary>
    public const string ProtectionName = "workload-security";

    public string Name => ProtectionName;

    /// <summary>Null where nothing is removed of accounts that leave.</summary>
    public IRegistrationRecord? Record { get; init; }

    /// <summary>The search proves the key where the external ID was given and nothing had to be asked for.</summary>
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        await externalIds.GetAsync(cancellationToken);
        await client.SearchAsync(managementAccountId, cancellationToken);
    }

    public IReadOnlyList<SessionPermission> PermissionsIn(AccountId account, SessionAccess access) =>
        [role.PermissionIn(account, access)];

    public async Task<IRegistrations> ListAsync(CancellationToken cancellationToken) =>
        await ListedRegistrations.ReadAsync(client, Name, role, workspacesEnabled, cancellationToken);

    public async Task<IObservedProtection> ObserveAsync(
        AccountId account, IMemberAccount member, KnownRegistration? known, CancellationToken cancellationToken)
    {
        var listed = Listed(known);
        var observingRole = member.ObserveRoleAsync(role.Name, ConnectorRole.PolicyName, cancellationToken);
        var searching = listed is null ? client.SearchAsync(account, cancellationToken) : Task.FromResult(listed);
        var asking = externalIds.GetAsync(cancellationToken);
        await Task.WhenAll(observingRole, searching, asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // In this order: that an account cannot be entered is told before anything that would fail for every account.
        var found = new WorkloadSecurityState(await observingRole, await searching);
        var externalId = await CurrentAsync(found.Role, await asking, cancellationToken);

        // What is to be done to the trust is done to the connector too, and then it has to be the one that is there.
        if (listed is not null && !IsAsListed(found.Role, known!, externalId))
            found = found with { Connectors = await client.SearchAsync(account, cancellationToken) };

        // Accounts that were registered before it was kept: the proof has to be where it can be read when they are closed.
        if (Record is not null && found.Role is not null && ConnectorRole.HadNoConnectorBefore(found.Role))
            await Record.NoteNoneBeforeAsync(account, cancellationToken);

        return new WorkloadSecurityApplier(
            account, member, role, externalId, externalIds, workspacesEnabled, found, client, time)
        {
            Record = Record,
        };
    }

    /// <summary>A connector is listed as known only where nothing of it is to be changed.</summary>
    private IReadOnlyList<Connector>? Listed(KnownRegistration? known) =>
        known is not null && int.TryParse(known.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? [new Connector(id, null, known.RoleArn, workspacesEnabled)]
            : null;

    private bool IsAsListed(RoleState? observed, KnownRegistration known, string externalId) =>
        observed is not null && observed.Arn == known.RoleArn && role.Trust(externalId).Equals(observed.Trust);

    public IReadOnlyList<SessionPermission> DeparturePermissionsIn(AccountId account) =>
        [role.DeparturePermissionIn(account)];

    public async Task<IObservedDeparture> ObserveDepartureAsync(
        AccountId account, IMemberAccount member, CancellationToken cancellationToken)
    {
        var observingRole = ObserveRoleThatMayBeOutOfReachAsync(member, cancellationToken);
        var searching = client.SearchAsync(account, cancellationToken);
        var recalling = Record?.HadNoneBeforeAsync(account, cancellationToken) ?? Task.FromResult(false);
        await Task.WhenAll(observingRole, searching, recalling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var (isEntered, found) = await observingRole;
        var observed = new OffboardingState(isEntered, found, await searching) { IsRecorded = await recalling };
        return new WorkloadSecurityOffboardingApplier(account, member, role, observed, client, Record);
    }

    private async Task<(bool IsEntered, RoleState? Role)> ObserveRoleThatMayBeOutOfReachAsync(
        IMemberAccount member, CancellationToken cancellationToken)
    {
        try
        {
            return (true, await member.ObserveRoleAsync(role.Name, ConnectorRole.PolicyName, cancellationToken));
        }
        catch (AccountEntryRefusedException)
        {
            // A closed account lets nobody in, and one that left the organization as a rule does not either.
            return (false, null);
        }
    }

    /// <summary>
    /// A role that trusts another external ID may be right and ours be old: the tenant is asked again before the role
    /// is turned.
    /// </summary>
    private async Task<string> CurrentAsync(
        RoleState? observed, string externalId, CancellationToken cancellationToken) =>
        observed is null || role.Trust(externalId).Equals(observed.Trust)
            ? externalId
            : await externalIds.RefreshAsync(externalId, cancellationToken);
}
