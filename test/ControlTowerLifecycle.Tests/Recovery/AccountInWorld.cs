using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>One account as its setup has it at the start.</summary>
internal sealed class AccountInWorld
{
    private const string ByHand = "by hand";
    private const string SomebodysPolicy = "arn:aws:iam::aws:policy/ReadOnlyAccess";

    private static readonly PolicyDocument NoPolicy =
        PolicyDocument.Parse("""{"Version":"2012-10-17","Statement":[]}""");

    public AccountInWorld(int number, AccountSetup setup, TimeProvider time, FakeVendor vendor)
    {
        Setup = setup;
        Managed = new ManagedAccount(Sample.Numbered(number), $"account-{number}", setup.State);
        Iam = new FakeAccount(time, Managed.Id);
        foreach (var (name, arn) in Connectors())
            vendor.Add(name, arn, account: Managed.Id.Value);

        ConnectorsBefore = [.. vendor.Connectors.Where(one => one.AccountId == Managed.Id.Value)];
        RoleBefore = Role();
        Iam.Role = RoleBefore;
    }

    public static PolicyDocument Trust { get; } = Sample.Role.Trust(Sample.ExternalId);

    public AccountSetup Setup { get; }

    public ManagedAccount Managed { get; }

    public FakeAccount Iam { get; }

    public RoleState? RoleBefore { get; }

    public IReadOnlyList<VendorConnector> ConnectorsBefore { get; }

    public string OurName => ConnectorName.Of(Managed);

    public string OurRoleArn => Sample.Role.ArnIn(Managed.Id);

    public IEnumerable<VendorConnector> OnOurRole => ConnectorsBefore.Where(one => one.RoleArn == OurRoleArn);

    public bool IsEligible => Setup.Kind == AccountKind.Eligible;

    public bool CanBeEntered => Setup.Kind != AccountKind.Ungoverned;

    private string RoleElsewhere => $"arn:aws:iam::{Managed.Id}:role/SomebodyElses";

    private IEnumerable<(string Name, string Arn)> Connectors() => Setup.Connectors switch
    {
        ConnectorSetup.None => [],
        ConnectorSetup.Ours => [(OurName, OurRoleArn)],
        ConnectorSetup.ForeignElsewhere => [(ByHand, RoleElsewhere)],
        ConnectorSetup.ForeignOnOurRole => [(ByHand, OurRoleArn)],
        _ => [(ByHand, RoleElsewhere), (OurName, OurRoleArn)],
    };

    private RoleState? Role()
    {
        var foreign = ConnectorsBefore.Count(one => one.DisplayName == ByHand);
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
            RoleSetup.JustMade => right with { CreatedAt = Sample.Start },
            RoleSetup.HalfMade => right with { CreatedAt = Sample.Start, InlinePolicy = null },
            RoleSetup.OtherTrust => right with { Trust = Sample.Role.Trust("OLD-0001") },
            RoleSetup.OtherPolicy => right with { InlinePolicy = NoPolicy },
            RoleSetup.Predecessors => right with
            {
                InlinePolicy = null,
                AttachedPolicyArns = [Sample.Role.PredecessorsPolicyIn(Managed.Id), SomebodysPolicy],
                Tags = new Dictionary<string, string>(StringComparer.Ordinal),
            },
            _ => right,
        };
    }
}
