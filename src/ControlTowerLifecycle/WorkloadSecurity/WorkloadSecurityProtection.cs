using System.Globalization;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.WorkloadSecurity;

/// <summary>
/// Protection by Trend Server &amp; Workload Protection: a connector role in the account, and a connector at the vendor.
/// </summary>
internal sealed class WorkloadSecurityProtection(
    WorkloadSecurityClient client,
    ExternalIdSource externalIds,
    ConnectorRole role,
    IRegistrationRecord record,
    AccountId managementAccountId,
    bool workspacesEnabled,
    TimeProvider time) : IProtection
{
    private readonly RoleReadiness _readiness = new();

    /// <summary>FOREIGN_CONNECTORS: whether connectors of other owners are changed to our role.</summary>
    public bool TakesOverForeignConnectors { get; init; }

    /// <summary>Receives the external ID that was read before a walk, after the key was checked.</summary>
    public Func<KnownExternalId, CancellationToken, Task> OnVerified { get; init; } = static (_, _) => Task.CompletedTask;

    /// <summary>The value of the setting PROTECTIONS.</summary>
    public const string ProtectionName = "workload-security";

    public string Name => ProtectionName;

    /// <summary>The search checks the key even if the external ID is a setting and need not be read.</summary>
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        await client.RereadKeyAsync(cancellationToken);
        var id = await externalIds.RereadAsync(cancellationToken);
        await client.SearchAsync(managementAccountId, cancellationToken);
        await OnVerified(id, cancellationToken);
    }

    public async Task VerifyKeyAsync(CancellationToken cancellationToken)
    {
        await client.RereadKeyAsync(cancellationToken);
        await client.SearchAsync(managementAccountId, cancellationToken);
    }

    public Task<bool> VerifyWriteAsync(CancellationToken cancellationToken) => client.VerifyWriteAsync(cancellationToken);

    public IReadOnlyList<SessionPermission> PermissionsIn(AccountId account, SessionAccess access) =>
        [role.PermissionIn(account, access)];

    public async Task<IRegistrations> ListAsync(CancellationToken cancellationToken)
    {
        var registrations = new ListedRegistrations(Name, role, workspacesEnabled, TakesOverForeignConnectors)
        {
            ExternalIdHash = ExternalId.Hash(await externalIds.GetAsync(cancellationToken)),
        };
        await registrations.LoadAsync(client, cancellationToken);
        return registrations;
    }

    public async Task<ProtectionState> ObserveAsync(
        AccountId account, IMemberAccount member, KnownRegistration? known, CancellationToken cancellationToken)
    {
        var listed = Listed(known);
        var observedAt = time.GetUtcNow();
        var observingRole = member.ObserveRoleAsync(role.Name, ConnectorRole.PolicyName, cancellationToken);
        var searching = listed is null
            ? client.SearchAsync(account, sentAt => observedAt = sentAt, cancellationToken)
            : Task.FromResult(listed);
        var readingId = externalIds.GetAsync(known?.ExternalIdHash, cancellationToken);
        var readingRecord = record.HadNoneBeforeAsync(account, cancellationToken);
        await Task.WhenAll(observingRole, searching, readingId, readingRecord)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // In this order: a refused entry comes before failures that every account would have.
        var state = new WorkloadSecurityState(await observingRole, await searching);
        state = state with
        {
            ExternalId = await CurrentExternalIdAsync(state.Role, await readingId, cancellationToken),
            IsRecorded = await readingRecord,
            ObservedAt = observedAt,
        };

        // If the role changes, the connector changes too, and then the current one is needed.
        return listed is null || IsAsListed(state, known!)
            ? state
            : state with
            {
                Connectors = await client.SearchAsync(account, sentAt => observedAt = sentAt, cancellationToken),
                ObservedAt = observedAt,
            };
    }

    public async Task<ProtectionState> ObserveUnregisteredAsync(
        AccountId account, IMemberAccount member, CancellationToken cancellationToken)
    {
        var observingRole = member.ObserveRoleAsync(role.Name, ConnectorRole.PolicyName, cancellationToken);
        var readingId = externalIds.GetAsync(cancellationToken);
        await Task.WhenAll(observingRole, readingId).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new WorkloadSecurityState(await observingRole, []) { ExternalId = await readingId };
    }

    public Plan Plan(ManagedAccount account, ProtectionState state)
    {
        var observed = (WorkloadSecurityState)state;
        return WorkloadSecurityPlan.For(
            new WorkloadSecurityWanted(account, role, observed.ExternalId, workspacesEnabled)
            {
                IsRecordKept = record.IsKept,
                TakesOverForeignConnectors = TakesOverForeignConnectors,
            },
            observed);
    }

    public async Task<ProtectionState> ObserveOffboardingAsync(
        AccountId account, IMemberAccount member, CancellationToken cancellationToken)
    {
        var observingRole = TryObserveRoleAsync(member, cancellationToken);
        var searching = SearchAccountAndRoleAsync(account, cancellationToken);
        var readingRecord = record.HadNoneBeforeAsync(account, cancellationToken);
        await Task.WhenAll(observingRole, searching, readingRecord).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var (isEntered, found) = await observingRole;
        return new WorkloadSecurityState(found, await searching) { IsEntered = isEntered, IsRecorded = await readingRecord };
    }

    public Plan PlanOffboarding(AccountId account, ProtectionState state) =>
        WorkloadSecurityOffboardingPlan.For(account, role, (WorkloadSecurityState)state);

    public IStepApplier CreateApplier(AccountId account, IMemberAccount member, ProtectionState state) =>
        new WorkloadSecurityApplier(account, member, (WorkloadSecurityState)state, client, externalIds, record, _readiness, time);

    /// <summary>A walk lists a connector as known only if nothing of it has to change.</summary>
    private IReadOnlyList<Connector>? Listed(KnownRegistration? known) =>
        known is not null && int.TryParse(known.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? [new Connector(id, null, known.RoleArn, workspacesEnabled)]
            : null;

    private bool IsAsListed(WorkloadSecurityState state, KnownRegistration known) =>
        state.Role is { } found && found.Arn == known.RoleArn && role.Trust(state.ExternalId).Equals(found.Trust);

    /// <summary>
    /// The connectors of an account, lowest id first, also those without an account id: before the vendor's first
    /// synchronization only the role names the account.
    /// </summary>
    private async Task<IReadOnlyList<Connector>> SearchAccountAndRoleAsync(
        AccountId account, CancellationToken cancellationToken)
    {
        var searches = await Task.WhenAll(
            client.SearchAsync(account, cancellationToken),
            client.SearchRoleAsync(account, role.ArnIn(account), static _ => { }, cancellationToken));
        return [.. searches[0].UnionBy(searches[1], connector => connector.Id).OrderBy(connector => connector.Id)];
    }

    private async Task<(bool IsEntered, RoleState? Role)> TryObserveRoleAsync(
        IMemberAccount member, CancellationToken cancellationToken)
    {
        try
        {
            return (true, await member.ObserveRoleAsync(role.Name, ConnectorRole.PolicyName, cancellationToken));
        }
        catch (AccountEntryRefusedException)
        {
            // A closed account cannot be entered, and usually neither can one that left the organization.
            return (false, null);
        }
    }

    /// <summary>
    /// A role that trusts another external ID can be right and our ID out of date, so the tenant's ID is read again before
    /// the role is changed.
    /// </summary>
    private async Task<string> CurrentExternalIdAsync(
        RoleState? found, string externalId, CancellationToken cancellationToken) =>
        found is null || role.Trust(externalId).Equals(found.Trust)
            ? externalId
            : await externalIds.RefreshAsync(externalId, cancellationToken);
}
