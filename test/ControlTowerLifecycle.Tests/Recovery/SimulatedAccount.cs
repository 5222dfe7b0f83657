using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>One account, with the initial state of its setup.</summary>
internal sealed class SimulatedAccount
{
    private const string ManualName = "by hand";

    private static readonly PolicyDocument NoPolicy =
        PolicyDocument.Parse("""{"Version":"2012-10-17","Statement":[]}""");

    public SimulatedAccount(
        int number, AccountSetup setup, TimeProvider time, FakeVendor vendor, FakeCloudAccounts cloudAccounts)
    {
        Setup = setup;
        Managed = new ManagedAccount(Sample.Numbered(number), $"account-{number}", setup.State);
        Iam = new FakeAccount(time, Managed.Id);
        foreach (var (name, arn) in CreateConnectors())
            vendor.Add(name, arn, account: Managed.Id.Value);

        ConnectorsBefore = [.. vendor.Connectors.Where(connector => connector.AccountId == Managed.Id.Value)];
        RoleBefore = CreateRole();
        Iam.Role = RoleBefore;
        Connection = new SimulatedConnection(Managed.Id, setup.Connection, time, cloudAccounts);
    }

    public static PolicyDocument Trust { get; } = Sample.Role.Trust(Sample.ExternalId);

    public AccountSetup Setup { get; }

    public ManagedAccount Managed { get; }

    /// <summary>The IAM of the account with the connector role as its only role.</summary>
    public FakeAccount Iam { get; }

    public SimulatedConnection Connection { get; }

    public RoleState? RoleBefore { get; }

    public IReadOnlyList<VendorConnector> ConnectorsBefore { get; }

    public string OurConnectorName => ConnectorName.Of(Managed);

    public string OurRoleArn => Sample.Role.ArnIn(Managed.Id);

    public IEnumerable<VendorConnector> ConnectorsOnOurRole =>
        ConnectorsBefore.Where(connector => connector.RoleArn == OurRoleArn);

    /// <summary>A connector of another owner, on a role of another owner, is left alone, and so is the account.</summary>
    public bool IsConnectedOtherwise => Setup.Connectors == ConnectorSetup.ForeignOnOtherRole;

    /// <summary>Whether a run has written in the account.</summary>
    public bool WasChanged => Iam.Writes.Count + Connection.Iam.Writes.Count > 0;

    public bool IsEligible => Setup.Kind == AccountKind.Eligible;

    public bool CanAssumeRole => Setup.Kind != AccountKind.Ungoverned;

    private string OtherRoleArn => $"arn:aws:iam::{Managed.Id}:role/Other";

    private IEnumerable<(string Name, string Arn)> CreateConnectors() => Setup.Connectors switch
    {
        ConnectorSetup.None => [],
        ConnectorSetup.Ours => [(OurConnectorName, OurRoleArn)],
        ConnectorSetup.ForeignOnOtherRole => [(ManualName, OtherRoleArn)],
        ConnectorSetup.ForeignOnOurRole => [(ManualName, OurRoleArn)],
        _ => [(ManualName, OtherRoleArn), (OurConnectorName, OurRoleArn)],
    };

    private RoleState? CreateRole()
    {
        var foreign = ConnectorsBefore.Count(connector => connector.DisplayName == ManualName);
        var right = new RoleState(
            OurRoleArn,
            Trust,
            ConnectorRole.Policy,
            [],
            Sample.Role.New(Sample.Id, Trust, foreign).Tags,
            Sample.Start.AddDays(-1));
        return Setup.Role switch
        {
            RoleSetup.None => null,
            RoleSetup.JustCreated => right with { CreatedAt = Sample.Start },
            RoleSetup.WithoutPolicy => right with { CreatedAt = Sample.Start, InlinePolicy = null },
            RoleSetup.OtherTrust => right with { Trust = Sample.Role.Trust("OLD-0001") },
            RoleSetup.OtherPolicy => right with { InlinePolicy = NoPolicy },
            RoleSetup.Predecessor => right with
            {
                InlinePolicy = null,
                AttachedPolicyArns = [Sample.Role.PredecessorsPolicyIn(Managed.Id)],
                Tags = new Dictionary<string, string>(StringComparer.Ordinal),
            },
            _ => right,
        };
    }
}
