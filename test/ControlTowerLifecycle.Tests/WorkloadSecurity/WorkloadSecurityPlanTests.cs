using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Role;
using static ControlTowerLifecycle.WorkloadSecurity.WorkloadSecurityStep;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>
/// From what is there to what is wanted, row by row. Connectors are given lowest id first, as a search answers.
/// </summary>
public class WorkloadSecurityPlanTests
{
    private const string OtherArn = "arn:aws:iam::444455556666:role/SomebodyElses";
    private const string Predecessors = "arn:aws:iam::444455556666:policy/CloudOneWorkloadConnectorPolicy";

    private static readonly PolicyDocument Trust = Sample.Role.Trust(Sample.ExternalId);
    private static readonly Connector Ours = new(5, Sample.ConnectorName, Sample.RoleArn, WorkspacesEnabled: false);
    private static readonly RoleState Right = new(
        Sample.RoleArn, Trust, ConnectorRole.Policy, [], Sample.Role.New(Sample.Id, Trust, connectorsBefore: 0).Tags, Sample.Start);

    [Fact]
    public void An_account_with_nothing_gets_a_role_its_policy_and_a_connector() => Assert.Equal(
        ["create-role CloudOneWorkloadConnectorRole", PutPolicy, $"register-connector {Sample.RoleArn}"], Plan(null));

    [Fact]
    public void An_account_with_everything_gets_nothing() => Assert.Empty(Plan(Right, Ours));

    [Fact]
    public void A_role_is_made_with_the_trust_that_is_wanted() =>
        Assert.Equal(Trust, Assert.IsType<CreateRole>(Steps(null)[0]).Role.Trust);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    public void A_role_remembers_how_many_connectors_there_were_before_it(int connectors, string remembered)
    {
        var role = Assert.IsType<CreateRole>(Steps(null, [.. Enumerable.Repeat(Ours, connectors)])[0]).Role;

        Assert.Equal(remembered, role.Tags["ControlTowerLifecycle:ConnectorsBefore"]);
    }

    [Fact]
    public void A_trust_that_differs_is_updated()
    {
        var elsewhere = new ConnectorRole("aws", Sample.Role.Name, AccountId.Parse("111122223333"));

        var step = Assert.Single(Steps(Right with { Trust = elsewhere.Trust(Sample.ExternalId) }, Ours));

        Assert.Equal(new UpdateTrust("CloudOneWorkloadConnectorRole", Trust), step);
    }

    [Fact]
    public void A_trust_that_cannot_be_read_is_updated() =>
        Assert.Equal(["update-trust CloudOneWorkloadConnectorRole"], Plan(Right with { Trust = null }, Ours));

    [Fact]
    public void An_inline_policy_that_is_absent_is_put()
    {
        var step = Assert.IsType<PutRolePolicy>(Assert.Single(Steps(Right with { InlinePolicy = null }, Ours)));

        Assert.Equal(ConnectorRole.Policy, step.Policy);
    }

    [Fact]
    public void An_inline_policy_that_differs_is_put() => Assert.Equal([PutPolicy], Plan(Right with { InlinePolicy = Trust }, Ours));

    [Fact]
    public void The_predecessor_s_policy_is_detached() =>
        Assert.Equal([$"detach-role-policy {Predecessors}"], Plan(Right with { AttachedPolicyArns = [Predecessors] }, Ours));

    [Theory]
    [InlineData("arn:aws:iam::aws:policy/ReadOnlyAccess")]
    [InlineData("arn:aws:iam::111122223333:policy/CloudOneWorkloadConnectorPolicy")]
    [InlineData("arn:aws:iam::444455556666:policy/cloudoneworkloadconnectorpolicy")]
    public void Any_other_attached_policy_is_left_alone(string arn) =>
        Assert.Empty(Plan(Right with { AttachedPolicyArns = [arn] }, Ours));

    [Fact]
    public void Ours_is_in_place_before_the_predecessor_s_is_detached() => Assert.Equal(
        [PutPolicy, $"detach-role-policy {Predecessors}"],
        Plan(Right with { InlinePolicy = null, AttachedPolicyArns = ["arn:aws:iam::aws:policy/Other", Predecessors] }, Ours));

    [Fact]
    public void An_account_without_connector_is_registered_with_the_role_s_own_ARN()
    {
        const string arn = "arn:aws:iam::444455556666:role/security/CloudOneWorkloadConnectorRole";

        var step = Assert.IsType<RegisterConnector>(Assert.Single(Steps(Right with { Arn = arn })));

        Assert.Equal(new ConnectorFields(Sample.ConnectorName, arn, WorkspacesEnabled: false), step.Fields);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("1")]
    public void A_role_that_was_not_made_for_the_first_connector_says_so_before_one_is_registered(string? connectorsBefore)
    {
        var steps = Steps(Right with { Tags = Tagged(connectorsBefore) });

        Assert.Equal(["tag-role", "register-connector"], steps.Select(step => step.Verb));
        Assert.Equal("0", Assert.IsType<TagRole>(steps[0]).Tags["ControlTowerLifecycle:ConnectorsBefore"]);
    }

    [Fact]
    public void A_role_that_has_a_connector_is_not_tagged() =>
        Assert.Empty(Plan(Right with { Tags = Tagged(null) }, Ours));

    [Fact]
    public void WorkSpaces_are_registered_where_they_are_wanted() =>
        Assert.True(Assert.IsType<RegisterConnector>(Assert.Single(Steps(Right, workspaces: true))).Fields.WorkspacesEnabled);

    [Fact]
    public void A_connector_on_another_role_is_turned_to_ours_and_keeps_its_name()
    {
        var step = Assert.Single(Steps(Right, Ours with { DisplayName = "by hand", CrossAccountRoleArn = OtherArn }));

        Assert.Equal(new ModifyConnector(5, new ConnectorFields(null, Sample.RoleArn, WorkspacesEnabled: false)), step);
    }

    [Fact]
    public void A_connector_without_role_is_turned_to_ours() =>
        Assert.Equal(["modify-connector 5"], Plan(Right, Ours with { CrossAccountRoleArn = null }));

    [Fact]
    public void A_connector_that_somebody_else_made_on_our_role_is_adopted_as_it_is() =>
        Assert.Empty(Plan(Right, Ours with { DisplayName = "by hand" }));

    [Fact]
    public void Of_two_on_other_roles_the_older_is_turned() => Assert.Equal(
        ["modify-connector 3"],
        Plan(Right, Ours with { Id = 3, CrossAccountRoleArn = OtherArn }, Ours with { CrossAccountRoleArn = OtherArn }));

    [Fact]
    public void One_on_our_role_is_kept_before_an_older_one_on_another() =>
        Assert.Empty(Plan(Right, Ours with { Id = 3, CrossAccountRoleArn = OtherArn }, Ours));

    [Fact]
    public void WorkSpaces_are_switched_on_where_they_are_wanted()
    {
        var step = Assert.Single(Steps(Right, workspaces: true, Ours));

        Assert.Equal(new ModifyConnector(5, new ConnectorFields(null, Sample.RoleArn, WorkspacesEnabled: true)), step);
    }

    [Fact]
    public void WorkSpaces_that_somebody_switched_on_stay_on() => Assert.Empty(Plan(Right, Ours with { WorkspacesEnabled = true }));

    [Fact]
    public void WorkSpaces_that_are_on_already_are_not_switched_on_again() =>
        Assert.Empty(Steps(Right, workspaces: true, Ours with { WorkspacesEnabled = true }));

    [Fact]
    public void Of_twins_the_lowest_id_is_kept() => Assert.Equal(
        ["remove-twin-connector 6", "remove-twin-connector 7"], Plan(Right, Ours, Ours with { Id = 6 }, Ours with { Id = 7 }));

    [Fact]
    public void A_twin_made_under_an_older_account_name_is_a_twin() => Assert.Equal(
        ["remove-twin-connector 6"], Plan(Right, Ours with { DisplayName = "ControlTower - old - 444455556666" }, Ours with { Id = 6 }));

    [Theory]
    [InlineData("1")]
    [InlineData("")]
    [InlineData(null)]
    public void Twins_stay_where_the_role_does_not_prove_that_they_are_ours(string? connectorsBefore) =>
        Assert.Empty(Plan(Right with { Tags = Tagged(connectorsBefore) }, Ours, Ours with { Id = 6 }));

    [Fact]
    public void A_connector_on_our_role_under_another_name_is_not_removed() =>
        Assert.Empty(Plan(Right, Ours, Ours with { Id = 6, DisplayName = "by hand" }));

    [Fact]
    public void A_connector_under_our_name_on_another_role_is_not_removed() =>
        Assert.Empty(Plan(Right, Ours, Ours with { Id = 6, CrossAccountRoleArn = OtherArn }));

    [Fact]
    public void Nothing_is_removed_beside_a_kept_one_that_somebody_else_named() =>
        Assert.Empty(Plan(Right, Ours with { DisplayName = "by hand" }, Ours with { Id = 6 }));

    [Fact]
    public void Twins_stay_where_the_role_is_made_only_now() =>
        Assert.Equal(["create-role CloudOneWorkloadConnectorRole", PutPolicy], Plan(null, Ours, Ours with { Id = 6 }));

    [Fact]
    public void Everything_at_once_comes_in_the_order_of_the_table()
    {
        var role = Right with { Trust = null, InlinePolicy = null, AttachedPolicyArns = [Predecessors] };

        var steps = Steps(role, workspaces: true, Ours, Ours with { Id = 6 });

        Assert.Equal(
            ["update-trust", "put-role-policy", "detach-role-policy", "modify-connector", "remove-twin-connector"],
            steps.Select(step => step.Verb));
    }

    private static Dictionary<string, string> Tagged(string? connectorsBefore) => connectorsBefore is null
        ? []
        : new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ControlTowerLifecycle:ConnectorsBefore"] = connectorsBefore,
        };

    private static string PutPolicy => "put-role-policy CloudOneWorkloadConnectorRole/WorkloadSecurityConnectorPolicy";

    private static IEnumerable<string> Plan(RoleState? role, params Connector[] connectors) =>
        Steps(role, connectors).Select(step => step.ToString());

    private static IReadOnlyList<Step> Steps(RoleState? role, params Connector[] connectors) =>
        Steps(role, workspaces: false, connectors);

    private static IReadOnlyList<Step> Steps(RoleState? role, bool workspaces, params Connector[] connectors) =>
        WorkloadSecurityPlan.For(
            new WorkloadSecurityWanted(Sample.Account, Sample.Role, Sample.ExternalId, workspaces),
            new WorkloadSecurityState(role, connectors)).Steps;
}
