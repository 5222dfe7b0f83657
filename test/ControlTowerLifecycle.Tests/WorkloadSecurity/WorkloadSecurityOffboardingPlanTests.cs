using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>What an offboarding removes and what it keeps.</summary>
public class WorkloadSecurityOffboardingPlanTests
{
    private const string OtherArn = "arn:aws:iam::444455556666:role/AnotherTeam";
    private const string Predecessors = "arn:aws:iam::444455556666:policy/CloudOneWorkloadConnectorPolicy";
    private const string NotEnteredReason = "what is in the account stays: the account cannot be entered";
    private const string DeleteRole = "delete-role CloudOneWorkloadConnectorRole";
    private const string Forget = "forget-connector 444455556666";
    private const string DeletePolicy = "delete-role-policy CloudOneWorkloadConnectorRole/WorkloadSecurityConnectorPolicy";

    private static readonly Connector Ours = new(5, Sample.ConnectorName, Sample.RoleArn, WorkspacesEnabled: false);
    private static readonly RoleState OurRole = NewRole(connectorsBefore: 0);

    [Fact]
    public void Connector_is_removed_before_the_role() => AssertPlan(
        Entered(OurRole, [Ours]), ["remove-connector 5", DeletePolicy, DeleteRole], []);

    [Fact]
    public void Policy_of_the_predecessor_is_detached_from_our_role() => AssertPlan(
        Entered(OurRole with { AttachedPolicyArns = [Predecessors, "another"] }, [Ours]),
        ["remove-connector 5", $"detach-role-policy {Predecessors}", DeletePolicy, DeleteRole], []);

    [Fact]
    public void Account_without_role_and_connector_needs_no_steps() => AssertPlan(Entered(null, []), [], []);

    [Fact]
    public void Run_after_the_removal_of_the_connector_continues_with_the_role() => AssertPlan(
        Entered(OurRole with { InlinePolicy = null }, []), [DeleteRole], []);

    [Fact]
    public void Recorded_connector_without_a_role_is_removed() => AssertPlan(
        Entered(null, [Ours]) with { IsRecorded = true }, ["remove-connector 5", Forget], []);

    [Fact]
    public void Record_decides_if_the_account_cannot_be_entered() => AssertPlan(
        NotEntered([Ours, Ours with { Id = 6, DisplayName = "by hand" }]) with { IsRecorded = true },
        ["remove-connector 5", Forget], [Stays(6), NotEnteredReason]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Connector_stays_without_proof_by_role_or_record(bool isEntered) =>
        Assert.Contains(Stays(5), Plan(new WorkloadSecurityState(null, [Ours]) { IsEntered = isEntered }).Kept);

    [Fact]
    public void Run_after_the_removal_of_the_connector_continues_with_the_record() => AssertPlan(
        NotEntered([]) with { IsRecorded = true }, [Forget], [NotEnteredReason]);

    [Theory]
    [InlineData("by hand", Sample.RoleArn)]
    [InlineData(Sample.ConnectorName, OtherArn)]
    [InlineData(Sample.ConnectorName, null)]
    [InlineData(null, Sample.RoleArn)]
    [InlineData("ControlTower - payments-prod - 999988887777", Sample.RoleArn)]
    public void Foreign_connector_stays(string? name, string? arn)
    {
        var foreign = new Connector(6, name, arn, WorkspacesEnabled: false);

        AssertPlan(NotEntered([foreign]) with { IsRecorded = true }, [Forget], [Stays(6), NotEnteredReason]);
        Assert.Contains(Stays(6), Plan(Entered(OurRole, [foreign])).Kept);
        Assert.DoesNotContain(
            Plan(Entered(OurRole, [foreign])).Steps, step => step.Verb == "remove-connector");
    }

    [Fact]
    public void Connector_on_another_role_does_not_keep_our_role() => AssertPlan(
        Entered(OurRole, [Ours with { CrossAccountRoleArn = OtherArn }]),
        [DeletePolicy, DeleteRole], [Stays(5)]);

    [Fact]
    public void Role_of_a_remaining_connector_stays() => AssertPlan(
        Entered(OurRole, [Ours, Ours with { Id = 6, DisplayName = "by hand" }]),
        ["remove-connector 5"], [Stays(6), $"role {Sample.RoleArn} stays: connector 6 uses it"]);

    [Fact]
    public void Connector_that_may_be_older_than_the_role_stays_with_it() => AssertPlan(
        Entered(NewRole(connectorsBefore: 1), [Ours]),
        [], [Stays(5), $"role {Sample.RoleArn} stays: connector 5 uses it"]);

    [Fact]
    public void Role_without_connectors_is_deleted_even_if_there_was_one_before_it() => AssertPlan(
        Entered(NewRole(connectorsBefore: 1), []), [DeletePolicy, DeleteRole], []);

    [Fact]
    public void Role_of_our_name_under_a_path_stays_with_its_connector_whatever_its_tags_are()
    {
        const string arn = "arn:aws:iam::444455556666:role/x/CloudOneWorkloadConnectorRole";

        AssertPlan(
            Entered(OurRole with { Arn = arn }, [Ours with { CrossAccountRoleArn = arn }]),
            [], [Stays(5), $"role {arn} stays: this program did not create it"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Terraform")]
    public void Role_without_our_tag_stays(string? managedBy)
    {
        var tags = new Dictionary<string, string>(OurRole.Tags, StringComparer.Ordinal);
        tags.Remove("ManagedBy");
        if (managedBy is not null)
            tags.Add("ManagedBy", managedBy);

        AssertPlan(
            Entered(OurRole with { Tags = tags }, []),
            [], [$"role {Sample.RoleArn} stays: this program did not create it"]);
    }

    private static WorkloadSecurityState Entered(RoleState? role, IReadOnlyList<Connector> connectors) => new(role, connectors);

    private static WorkloadSecurityState NotEntered(IReadOnlyList<Connector> connectors) =>
        new(null, connectors) { IsEntered = false };

    private static RoleState NewRole(int connectorsBefore)
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
