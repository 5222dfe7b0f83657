using System.Text.Json.Nodes;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.CloudAccounts.Connections;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.CloudAccounts;

/// <summary>Workload Security beside Cloud Accounts with an instance: each account has one of them.</summary>
public class CoveredProtectionTests
{
    private static readonly ConnectionOptions WithInstance = new() { InstanceId = CloudSample.InstanceId };

    private readonly FakeProtection _workloadSecurity = new("register-connector") { Name = "workload-security" };
    private readonly CloudAccountsRig _rig = new() { Options = WithInstance, Coverable = ["workload-security"] };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_account_is_connected_with_the_instance_and_gets_no_connector()
    {
        Assert.IsType<RunOutcome.Onboarded>(await _rig.RunAsync(Token, _workloadSecurity));

        Assert.DoesNotContain("apply register-connector", _workloadSecurity.Calls);
        Assert.Equal(CloudSample.InstanceId, (string?)_rig.Vendor.Bodies[0]["connectedSecurityServices"]![0]!["instanceIds"]![0]);
    }

    [Fact]
    public async Task Account_that_is_connected_without_an_instance_gets_a_connector()
    {
        _rig.Vendor.Add("444455556666", CloudSample.RoleArn);

        await _rig.RunAsync(Token, _workloadSecurity);

        Assert.Contains("apply register-connector", _workloadSecurity.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Account_that_another_owner_connected_is_covered_if_it_has_an_instance(bool hasInstance)
    {
        _rig.Vendor.Add("444455556666", CloudSample.RoleArn, account =>
        {
            account["organizationID"] = "o-1";
            account["connectedSecurityServices"] = hasInstance ? JsonNode.Parse("""[{"name":"workload","instanceIds":["i"]}]""") : null;
        });

        await _rig.RunAsync(Token, _workloadSecurity);

        Assert.Equal(!hasInstance, _workloadSecurity.Calls.Contains("apply register-connector"));
    }

    [Fact]
    public async Task Both_protections_work_if_no_instance_is_set()
    {
        var rig = new CloudAccountsRig();

        await rig.RunAsync(Token, _workloadSecurity);

        Assert.Contains("apply register-connector", _workloadSecurity.Calls);
        Assert.Single(rig.Vendor.Accounts);
    }

    [Fact]
    public async Task Covered_account_that_a_walk_listed_is_not_observed_by_the_other_protection()
    {
        await _rig.RunAsync(Token, _workloadSecurity);
        _workloadSecurity.Calls.Clear();
        _rig.Vendor.Calls.Clear();

        var known = KnownConnection.Write(isOurs: true, hasWorkload: true, CloudSample.RoleArn);
        Assert.Equal(new RunOutcome.Unchanged(), await _rig.RunAsync([known], Token, _workloadSecurity));

        Assert.Empty(_workloadSecurity.Calls);
        Assert.Empty(_rig.Vendor.Calls);
    }

    [Theory]
    [InlineData(true, true, typeof(Registration.Covered))]
    [InlineData(true, false, typeof(Registration.Covered))]
    [InlineData(false, true, typeof(Registration.Missing))]
    [InlineData(false, false, typeof(Registration.Missing))]
    public async Task Listed_account_needs_no_connector_if_it_is_covered(bool hasInstance, bool isOurs, Type expected)
    {
        _rig.Vendor.Add("444455556666", CloudSample.RoleArn, account =>
        {
            account["organizationID"] = isOurs ? null : "o-1";
            account["connectedSecurityServices"] =
                hasInstance ? JsonNode.Parse("""[{"name":"workload","instanceIds":["i"]}]""") : null;
        });
        var protection = _rig.Protection;

        var lists = CoveredRegistrations.Of([_workloadSecurity, protection], [new NoRegistrations(), await protection.ListAsync(Token)]);

        Assert.Equal(expected, lists[0].Find(Sample.Account).GetType());
        Assert.Equal(isOurs ? typeof(Registration.Right) : typeof(Registration.ConnectedOtherwise), lists[1].Find(Sample.Account).GetType());
    }

    private sealed class NoRegistrations : IRegistrations
    {
        public int Unclaimed => 0;

        public Registration Find(ManagedAccount account) => new Registration.Missing("fake");

        public bool IsUnderOurName(AccountId account) => false;

        public void Claim(AccountId account)
        {
        }
    }
}
