using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;

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
    public string Name => "workload-security";

    /// <summary>The search proves the key where the external ID was given and nothing had to be asked for.</summary>
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        await externalIds.GetAsync(cancellationToken);
        await client.SearchAsync(managementAccountId, cancellationToken);
    }

    public IReadOnlyList<SessionPermission> PermissionsIn(AccountId account) => [role.PermissionIn(account)];

    public async Task<IObservedProtection> ObserveAsync(
        AccountId account, IMemberAccount member, CancellationToken cancellationToken)
    {
        var observingRole = member.ObserveRoleAsync(role.Name, ConnectorRole.PolicyName, cancellationToken);
        var searching = client.SearchAsync(account, cancellationToken);
        var asking = externalIds.GetAsync(cancellationToken);
        await Task.WhenAll(observingRole, searching, asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // In this order: that an account cannot be entered is told before anything that would fail for every account.
        var found = new WorkloadSecurityObserved(await observingRole, await searching);
        var externalId = await CurrentAsync(found.Role, await asking, cancellationToken);
        return new ObservedWorkloadSecurity(
            account, member, role, externalId, externalIds, workspacesEnabled, found, client, time);
    }

    public IReadOnlyList<SessionPermission> DeparturePermissionsIn(AccountId account) =>
        [role.DeparturePermissionIn(account)];

    public async Task<IObservedDeparture> ObserveDepartureAsync(
        AccountId account, IMemberAccount member, CancellationToken cancellationToken)
    {
        var observingRole = ObserveRoleThatMayBeOutOfReachAsync(member, cancellationToken);
        var searching = client.SearchAsync(account, cancellationToken);
        await Task.WhenAll(observingRole, searching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var (isEntered, found) = await observingRole;
        return new ObservedWorkloadSecurityDeparture(
            account, member, role, new DepartureObserved(isEntered, found, await searching), client);
    }

    private async Task<(bool IsEntered, ObservedRole? Role)> ObserveRoleThatMayBeOutOfReachAsync(
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
        ObservedRole? observed, string externalId, CancellationToken cancellationToken) =>
        observed is null || role.Trust(externalId).Equals(observed.Trust)
            ? externalId
            : await externalIds.RefreshAsync(externalId, cancellationToken);
}
