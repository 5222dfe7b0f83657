using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>What goes and what stays of an account that left, row by row.</summary>
public class WorkloadSecurityOffboardingPlanTests
{
    private const string OtherArn = "arn:aws:iam::444455556666:role/SomebodyElses";
    private const string Predecessors = "arn:aws:iam::444455556666:policy/CloudOneWorkloadConnectorPolicy";
    private const string Unreached = "what is in the account stays: the account cannot be entered";
    private const string DeleteRole = "delete-role CloudOneWorkloadConnectorRole";
    private const string Forget = "forget-connector 444455556666";
    private const string DeletePolicy = "delete-role-policy CloudOneWorkloadConnectorRole/WorkloadSecurityConnectorPolicy";

    private static readonly Connector Ours = new(5, Sample.ConnectorName, Sample.RoleArn, WorkspacesEnabled: false);
    private static readonly RoleState Made = RoleMade(connectorsBefore: 0);

    [Fact]
    public void The_vendor_stops_watching_before_the_role_goes() => AssertPlan(
        Entered(Made, [Ours]), ["remove-connector 5", DeletePolicy, DeleteRole], []);

    [Fact]
    public void The_predecessor_s_policy_is_detached_from_a_role_of_ours() => AssertPlan(
        Entered(Made with { AttachedPolicyArns = [Predecessors, "another"] }, [Ours]),
        ["remove-connector 5", $"detach-role-policy {Predecessors}", DeletePolicy, DeleteRole], []);

    [Fact]
    public void Where_nothing_is_there_nothing_is_done() => AssertPlan(Entered(null, []), [], []);

    [Fact]
    public void A_run_that_broke_off_after_the_connector_goes_on_with_the_role() => AssertPlan(
        Entered(Made with { InlinePolicy = null }, []), [DeleteRole], []);

    [Fact]
    public void A_connector_whose_role_is_gone_is_removed_where_it_is_on_record() => AssertPlan(
        Entered(null, [Ours]) with { IsRecorded = true }, ["remove-connector 5", Forget], []);

    [Fact]
    public void Where_the_account_cannot_be_entered_the_record_decides() => AssertPlan(
        NotEntered([Ours, Ours with { Id = 6, DisplayName = "by hand" }]) with { IsRecorded = true },
        ["remove-connector 5", Forget], [Stays(6), Unreached]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_neither_role_nor_record_tells_the_connector_stays(bool isEntered) =>
        Assert.Contains(Stays(5), Plan(new WorkloadSecurityState(null, [Ours]) { IsEntered = isEntered }).Kept);

    [Fact]
    public void A_run_that_broke_off_before_it_forgot_goes_on_with_that() => AssertPlan(
        NotEntered([]) with { IsRecorded = true }, [Forget], [Unreached]);

    [Theory]
    [InlineData("by hand", Sample.RoleArn)]
    [InlineData(Sample.ConnectorName, OtherArn)]
    [InlineData(Sample.ConnectorName, null)]
    [InlineData(null, Sample.RoleArn)]
    [InlineData("ControlTower - payments-prod - 999988887777", Sample.RoleArn)]
    public void A_connector_that_is_not_ours_stays_whether_the_account_can_be_entered_or_not(string? name, string? arn)
    {
        var foreign = new Connector(6, name, arn, WorkspacesEnabled: false);

        AssertPlan(NotEntered([foreign]) with { IsRecorded = true }, [Forget], [Stays(6), Unreached]);
        Assert.Contains(Stays(6), Plan(Entered(Made, [foreign])).Kept);
        Assert.DoesNotContain(
            Plan(Entered(Made, [foreign])).Steps, step => step.Verb == "remove-connector");
    }

    [Fact]
    public void A_connector_on_another_role_does_not_hold_ours() => AssertPlan(
        Entered(Made, [Ours with { CrossAccountRoleArn = OtherArn }]),
        [DeletePolicy, DeleteRole], [Stays(5)]);

    [Fact]
    public void A_role_that_a_connector_stays_on_stays_too() => AssertPlan(
        Entered(Made, [Ours, Ours with { Id = 6, DisplayName = "by hand" }]),
        ["remove-connector 5"], [Stays(6), $"role {Sample.RoleArn} stays: connector 6 uses it"]);

    [Fact]
    public void A_connector_that_may_have_been_there_before_the_role_stays_with_it() => AssertPlan(
        Entered(RoleMade(connectorsBefore: 1), [Ours]),
        [], [Stays(5), $"role {Sample.RoleArn} stays: connector 5 uses it"]);

    [Fact]
    public void A_role_that_had_a_connector_before_it_goes_once_none_is_on_it() => AssertPlan(
        Entered(RoleMade(connectorsBefore: 1), []), [DeletePolicy, DeleteRole], []);

    [Theory]
    [InlineData(null)]
    [InlineData("Terraform")]
    public void A_role_that_does_not_say_that_it_was_made_here_stays(string? managedBy)
    {
        var tags = new Dictionary<string, string>(Made.Tags, StringComparer.Ordinal);
        tags.Remove("ManagedBy");
        if (managedBy is not null)
            tags.Add("ManagedBy", managedBy);

        AssertPlan(
            Entered(Made with { Tags = tags }, []),
            [], [$"role {Sample.RoleArn} stays: this program did not create it"]);
    }

    private static WorkloadSecurityState Entered(RoleState? role, IReadOnlyList<Connector> connectors) => new(role, connectors);

    private static WorkloadSecurityState NotEntered(IReadOnlyList<Connector> connectors) =>
        new(null, connectors) { IsEntered = false };

    private static RoleState RoleMade(int connectorsBefore)
    {
        var trust = Sample.Role.Trust(Sample.ExternalId);
        return new RoleState(
            Sample.RoleArn, trust, ConnectorRole.Policy, [], Sample.Role.New(Sample.Id, trust, connectorsBefore).Tags, Sample.Start);
    }

    private static string Stays(int id) => $"connector {id} stays: it is not proven to be ours";

    private static Plan Plan(WorkloadSecurityState observed) =>
        WorkloadSecurityOffboardingPlan.For(Sample.Id, Sample.Role, observed);

    private static void AssertPlan(WorkloadSecurityState observed, string[] steps, string[] kept)
    {
        var plan = Plan(observed);

        Assert.Equal(steps, plan.Steps.Select(step => step.ToString()));
        Assert.Equal(kept, plan.Kept);
    }
}
