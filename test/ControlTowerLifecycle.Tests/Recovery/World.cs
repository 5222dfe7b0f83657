using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.Tests.Functions;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>All that outlives a process. Its disposal fails the test where a secret is in the log.</summary>
internal sealed class World : IDisposable
{
    /// <summary>In the same tenant, of an organization that is not ours.</summary>
    private static readonly AccountId Elsewhere = AccountId.Parse("999988887777");

    public World(RecoveryCase setup)
    {
        Share = setup.Share;
        Accounts = [.. setup.Accounts.Select((one, index) => new AccountInWorld(index + 1, one, Time, Vendor))];
        var other = new ManagedAccount(Elsewhere, "not-ours", AccountState.Active);
        Vendor.Add(ConnectorName.Of(other), Sample.Role.ArnIn(Elsewhere), account: Elsewhere.Value);
        Vendor.RoleIsAssumable = arn => IsAssumable(arn, TimeSpan.FromSeconds(setup.PropagationSeconds));
        Organization = new FakeOrganization(Accounts.Select(account => account.Managed));
        Governance = FakeGovernance.Of(
            Accounts.Where(account => account.Setup.IsGoverned)
                .Select(account => account.Managed.Id)
                .Append(Sample.Management));
        Queue = new StandardQueue(Time);
        foreach (var message in setup.Fitting)
            Queue.Send(Messages.Body(message.Kind, Accounts[message.Account]));
    }

    public int Share { get; }

    public ManualTime Time { get; } = new(Sample.Start);

    public FakeVendor Vendor { get; } = new();

    public IReadOnlyList<AccountInWorld> Accounts { get; }

    public FakeOrganization Organization { get; }

    public FakeGovernance Governance { get; }

    public StandardQueue Queue { get; }

    public Output Output { get; } = new();

    /// <summary>The failures that the function made dead letters of, or told people.</summary>
    public List<FailureNotice> GivenUp { get; } = [];

    public AccountInWorld Find(AccountId id) => Accounts.Single(account => account.Managed.Id == id);

    public void Dispose()
    {
        Vendor.Dispose();
        Output.Dispose();
    }

    /// <summary>The vendor enters by a role that lets the tenant's external ID in and is known everywhere.</summary>
    private bool IsAssumable(string? arn, TimeSpan propagation) =>
        Accounts.Select(account => account.Iam.Role).FirstOrDefault(one => one?.Arn == arn) is { Trust: { } trust } role
        && TrustedExternalIds.Of(trust).Contains(Sample.ExternalId, StringComparer.Ordinal)
        && Time.GetUtcNow() - role.CreatedAt >= propagation;
}
