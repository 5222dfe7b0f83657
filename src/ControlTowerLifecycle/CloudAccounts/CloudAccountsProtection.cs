using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.CloudAccounts.Api;
using ControlTowerLifecycle.CloudAccounts.Connections;
using ControlTowerLifecycle.CloudAccounts.Role;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.CloudAccounts;

/// <summary>
/// Protection by Trend Vision One Cloud Accounts: an OIDC provider and a role in the account, and a connection at the
/// vendor.
/// </summary>
internal sealed class CloudAccountsProtection(
    CloudAccountsClient client,
    VisionOneRole role,
    ConnectionOptions options,
    IRegistrationRecord record,
    IConnectionLog log,
    AccountId managementAccountId,
    TimeProvider time) : IProtection
{
    /// <summary>The value of the setting PROTECTIONS.</summary>
    public const string ProtectionName = "cloud-accounts";

    private const int MaximumAdvice = 500;

    /// <summary>Whether accounts that another owner connected are moved to our role.</summary>
    public bool TakesOver { get; init; }

    /// <summary>
    /// The protections that a connection with a Server &amp; Workload Protection instance replaces.
    /// </summary>
    public IReadOnlyList<string> Coverable { get; init; } = [];

    public string Name => ProtectionName;

    /// <summary>The first call checks the host and the key, the second one the right and the path.</summary>
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        await client.RereadKeyAsync(cancellationToken);
        await client.CheckHealthAsync(cancellationToken);
        await foreach (var _ in client.ListAsync(pageSize: 25, managementAccountId, cancellationToken))
        {
        }

        if (options.Features is not [])
            await CheckFeaturesAsync(cancellationToken);
    }

    public IReadOnlyList<SessionPermission> PermissionsIn(AccountId account, SessionAccess access) =>
        VisionOnePermissions.In(role, account, access);

    public async Task<IRegistrations> ListAsync(CancellationToken cancellationToken) =>
        await ListedConnections.ReadAsync(client, role, options, TakesOver, log, cancellationToken);

    public async Task<ProtectionState> ObserveAsync(
        AccountId account, IMemberAccount member, KnownRegistration? known, CancellationToken cancellationToken)
    {
        var listed = known is null ? null : KnownConnection.Read(account, known);
        var observingRole = member.ObserveRoleAsync(VisionOneRole.Name, VisionOneRole.ParameterLimitName, cancellationToken);
        var observingProvider = member.Federation.ObserveProviderAsync(role.ProviderArnIn(account), cancellationToken);
        var observingPolicies = Task.WhenAll(VisionOnePolicies.All.Select(policy =>
            member.Federation.ObservePolicyAsync(role.PolicyArnIn(account, policy.Name), cancellationToken)));
        var finding = listed is null ? client.FindAsync(account, cancellationToken) : Task.FromResult<Connection?>(listed);
        var readingRecord = record.HadNoneBeforeAsync(account, cancellationToken);
        await Task.WhenAll(observingRole, observingProvider, observingPolicies, finding, readingRecord)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // In this order: a refused entry comes before failures that every account would have.
        var found = await observingRole;
        var (provider, policies) = (await observingProvider, await observingPolicies);
        return new CloudAccountsState(found, await finding)
        {
            Provider = provider,
            Policies = policies,
            IsRecorded = await readingRecord,
        };
    }

    /// <summary>The role alone decides whether an account without a connection needs an operator.</summary>
    public async Task<ProtectionState> ObserveUnregisteredAsync(
        AccountId account, IMemberAccount member, CancellationToken cancellationToken) =>
        new CloudAccountsState(
            await member.ObserveRoleAsync(VisionOneRole.Name, VisionOneRole.ParameterLimitName, cancellationToken),
            Connection: null);

    public Plan Plan(ManagedAccount account, ProtectionState state) => CloudAccountsPlan.For(
        new CloudAccountsWanted(account, role, options) { TakesOver = TakesOver, IsRecordKept = record.IsKept },
        (CloudAccountsState)state);

    /// <summary>
    /// An account that is connected with an instance is watched by it. One that is not connected yet will be, unless its
    /// role belongs to another owner.
    /// </summary>
    public bool Covers(ProtectionState state) => Coverable is not [] && (CloudAccountsState)state switch
    {
        { Connection: { IsLegacyImport: false } connection } => connection.WorkloadInstances.Count > 0,
        { Role: var found } => TakesOver || ConnectionOwner.FindOther(found) is null,
    };

    public bool Covers(KnownRegistration known) => Coverable is not [] && KnownConnection.HasWorkload(known);

    /// <summary>The account is not entered: nothing is removed in it.</summary>
    public async Task<ProtectionState> ObserveOffboardingAsync(
        AccountId account, IMemberAccount member, CancellationToken cancellationToken)
    {
        var finding = client.FindAsync(account, cancellationToken);
        var readingRecord = record.HadNoneBeforeAsync(account, cancellationToken);
        await Task.WhenAll(finding, readingRecord).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new CloudAccountsState(null, await finding) { IsRecorded = await readingRecord };
    }

    public Plan PlanOffboarding(AccountId account, ProtectionState state) =>
        CloudAccountsOffboardingPlan.For(account, role.ArnIn(account), (CloudAccountsState)state);

    public IStepApplier CreateApplier(AccountId account, IMemberAccount member, ProtectionState state) =>
        new CloudAccountsApplier(account, member, client, record, time);

    private async Task CheckFeaturesAsync(CancellationToken cancellationToken)
    {
        var existing = await client.ListFeaturesAsync(cancellationToken);
        var unknown = options.Features.Select(feature => feature.Id).Except(existing, StringComparer.Ordinal).ToList();
        if (existing is [] || unknown is [])
            return;

        throw CloudAccountsFailure.NeedsOperator(
            "GET /awsAccounts/features",
            $"CLOUD_ACCOUNTS_FEATURES names features that do not exist: {string.Join(", ", unknown)}",
            OutsideText.Clean($"Use features of this list: {string.Join(", ", existing)}.", MaximumAdvice));
    }
}
