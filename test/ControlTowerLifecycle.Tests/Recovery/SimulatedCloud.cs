using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.Tests.Functions;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>Everything that outlives a process. Disposal fails the test if the log contains a secret.</summary>
internal sealed class SimulatedCloud : IDisposable
{
    /// <summary>An account of the same tenant in another organization.</summary>
    private static readonly AccountId OtherOrganization = AccountId.Parse("999988887777");

    public SimulatedCloud(RecoveryCase setup)
    {
        Share = setup.Share;
        Protections = setup.Protections;
        Accounts =
        [
            .. setup.Accounts.Select((account, index) =>
                new SimulatedAccount(index + 1, account, Time, Vendor, CloudAccounts)),
        ];
        var other = new ManagedAccount(OtherOrganization, "not-ours", AccountState.Active);
        Vendor.Add(ConnectorName.Of(other), Sample.Role.ArnIn(OtherOrganization), account: OtherOrganization.Value);
        Vendor.RoleIsAssumable = arn => IsAssumable(arn, TimeSpan.FromSeconds(setup.PropagationSeconds));
        CloudAccounts.RoleIsAssumable = arn => IsFederated(arn, TimeSpan.FromSeconds(setup.PropagationSeconds));
        Organization = new FakeOrganization(Accounts.Select(account => account.Managed));
        Governance = FakeGovernance.Of(
            Accounts.Where(account => account.Setup.IsGoverned)
                .Select(account => account.Managed.Id)
                .Append(Sample.Management));
        Queue = new SimulatedQueue(Time);
        foreach (var message in setup.ValidMessages)
            Queue.Send(MessageBodies.Create(message.Kind, Accounts[message.Account]));
    }

    public int Share { get; }

    public ProtectionsSetup Protections { get; }

    public ManualTime Time { get; } = new(Sample.Start);

    public FakeVendor Vendor { get; } = new();

    public FakeCloudAccounts CloudAccounts { get; } = new();

    public IReadOnlyList<SimulatedAccount> Accounts { get; }

    public FakeOrganization Organization { get; }

    public FakeGovernance Governance { get; }

    public SimulatedQueue Queue { get; }

    public Output Output { get; } = new();

    /// <summary>The failures that became dead letters or notifications.</summary>
    public List<FailureNotice> Notices { get; } = [];

    /// <summary>The events that the bus has accepted.</summary>
    public List<AccountEvent> Events { get; } = [];

    public SimulatedAccount Find(AccountId id) => Accounts.Single(account => account.Managed.Id == id);

    public void Dispose()
    {
        Vendor.Dispose();
        CloudAccounts.Dispose();
        Output.Dispose();
    }

    /// <summary>The vendor can assume a role that trusts the tenant's external ID and has propagated.</summary>
    private bool IsAssumable(string? arn, TimeSpan propagation) =>
        Accounts.Select(account => account.Iam.Role).FirstOrDefault(role => role?.Arn == arn)
            is { Trust: { } trust } found
        && TrustedExternalIds.Of(trust, Sample.Role.VendorPrincipal).Contains(Sample.ExternalId, StringComparer.Ordinal)
        && Time.GetUtcNow() - found.CreatedAt >= propagation;

    /// <summary>The vendor can assume a role that trusts its identities through the account's provider.</summary>
    private bool IsFederated(string arn, TimeSpan propagation) => Accounts.Any(account =>
        account.Connection.Iam is { Role: { } role, Providers: var providers }
        && role.Arn == arn
        && CloudSample.Role.Trust(account.Managed.Id).Equals(role.Trust)
        && providers.TryGetValue(CloudSample.Role.ProviderArnIn(account.Managed.Id), out var provider)
        && provider.Audiences.Contains(CloudSample.Role.AudienceIn(account.Managed.Id), StringComparer.Ordinal)
        && Time.GetUtcNow() - role.CreatedAt >= propagation);
}
