using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Role;
using static ControlTowerLifecycle.WorkloadSecurity.WorkloadSecurityStep;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>
/// The steps from one state to the wanted state. Connectors have the order of a search: lowest id first.
/// </summary>
public class WorkloadSecurityPlanTests
{
    private const string OtherArn = "arn:aws:iam::444455556666:role/AnotherTeam";
    private const string Predecessors = "arn:aws:iam::444455556666:policy/CloudOneWorkloadConnectorPolicy";

    private static readonly PolicyDocument Trust = Sample.Trust;
    private static readonly Connector Ours = new(5, Sample.ConnectorName, Sample.RoleArn, WorkspacesEnabled: false);
    private static readonly RoleState Right = Sample.RightRole;

    [Fact]
    public void Empty_account_gets_a_role_its_policy_and_a_connector() => Assert.Equal(
        ["create-role CloudOneWorkloadConnectorRole", PutPolicy, $"register-connector {Sample.RoleArn}"], Plan(null));

    [Fact]
    public void Complete_account_needs_no_steps() => Assert.Empty(Plan(Right, Ours));

    [Fact]
    public void Role_is_created_with_the_wanted_trust() =>
        Assert.Equal(Trust, Assert.IsType<CreateRole>(Steps(null)[0]).Role.Trust);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    public void New_role_is_tagged_with_the_number_of_connectors_before_it(int connectors, string tag)
    {
        var role = Assert.IsType<CreateRole>(Steps(null, [.. Enumerable.Repeat(Ours, connectors)])[0]).Role;

        Assert.Equal(tag, role.Tags["ControlTowerLifecycle:ConnectorsBefore"]);
    }

    [Fact]
    public void Different_trust_is_updated()
    {
        var elsewhere = new ConnectorRole("aws", Sample.Role.Name, AccountId.Parse("111122223333"));

        var before = elsewhere.Trust(Sample.ExternalId);

        var step = Assert.Single(Steps(Right with { Trust = before }, Ours));

        Assert.Equal(new UpdateTrust("CloudOneWorkloadConnectorRole", Trust) { Replaced = ShownTrust.Of(before) }, step);
    }

    [Fact]
    public void Unreadable_trust_is_updated() =>
        Assert.Equal(["update-trust CloudOneWorkloadConnectorRole"], Plan(Right with { Trust = null }, Ours));

    [Fact]
    public void Missing_inline_policy_is_put()
    {
        var step = Assert.IsType<PutRolePolicy>(Assert.Single(Steps(Right with { InlinePolicy = null }, Ours)));

        Assert.Equal(ConnectorRole.Policy, step.Policy);
    }

    [Fact]
    public void Different_inline_policy_is_put() =>
        Assert.Equal([PutPolicy], Plan(Right with { InlinePolicy = Trust }, Ours));

    [Fact]
    public void Policy_of_the_predecessor_is_detached() =>
        Assert.Equal([$"detach-role-policy {Predecessors}"], Plan(Right with { AttachedPolicyArns = [Predecessors] }, Ours));

    [Theory]
    [InlineData("arn:aws:iam::aws:policy/ReadOnlyAccess")]
    [InlineData("arn:aws:iam::111122223333:policy/CloudOneWorkloadConnectorPolicy")]
    [InlineData("arn:aws:iam::444455556666:policy/cloudoneworkloadconnectorpolicy")]
    public void Other_attached_policy_stays(string arn) =>
        Assert.Empty(Plan(Right with { AttachedPolicyArns = [arn] }, Ours));

    [Fact]
    public void Our_policy_is_put_before_the_policy_of_the_predecessor_is_detached() => Assert.Equal(
        [PutPolicy, $"detach-role-policy {Predecessors}"],
        Plan(Right with { InlinePolicy = null, AttachedPolicyArns = [Predecessors] }, Ours));

    [Fact]
    public void Account_without_connector_is_registered_with_the_ARN_of_its_role()
    {
        var step = Assert.IsType<RegisterConnector>(Assert.Single(Steps(Right)));

        Assert.Equal(new ConnectorFields(Sample.ConnectorName, Sample.RoleArn, WorkspacesEnabled: false), step.Fields);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("1")]
    public void Role_without_proof_is_tagged_before_the_registration(string? connectorsBefore)
    {
        var steps = Steps(Right with { Tags = Tagged(connectorsBefore) });

        Assert.Equal(["tag-role", "register-connector"], steps.Select(step => step.Verb));
        Assert.Equal("0", Assert.IsType<TagRole>(steps[0]).Tags["ControlTowerLifecycle:ConnectorsBefore"]);
    }

    [Fact]
    public void Role_with_a_connector_is_not_tagged() =>
        Assert.Empty(Plan(Right with { Tags = Tagged(null) }, Ours));

    [Fact]
    public void WorkSpaces_are_registered_if_wanted() =>
        Assert.True(Assert.IsType<RegisterConnector>(Assert.Single(Steps(Right, workspaces: true))).Fields.WorkspacesEnabled);

    [Fact]
    public void Foreign_connector_on_our_role_is_not_changed() =>
        Assert.Empty(Plan(Right, Ours with { DisplayName = "by hand" }));

    [Fact]
    public void Connector_on_our_role_is_preferred_to_an_older_one_on_another() =>
        Assert.Empty(Plan(Right, Ours with { Id = 3, CrossAccountRoleArn = OtherArn }, Ours));

    [Fact]
    public void WorkSpaces_are_switched_on_if_wanted()
    {
        var step = Assert.Single(Steps(Right, workspaces: true, Ours));

        Assert.Equal(new ModifyConnector(5, new ConnectorFields(null, Sample.RoleArn, WorkspacesEnabled: true)), step);
    }

    [Fact]
    public void WorkSpaces_that_are_on_stay_on() => Assert.Empty(Plan(Right, Ours with { WorkspacesEnabled = true }));

    [Fact]
    public void WorkSpaces_that_are_on_already_are_not_switched_on_again() =>
        Assert.Empty(Steps(Right, workspaces: true, Ours with { WorkspacesEnabled = true }));

    [Fact]
    public void Twin_with_the_lowest_id_is_kept() => Assert.Equal(
        ["remove-twin-connector 6", "remove-twin-connector 7"], Plan(Right, Ours, Ours with { Id = 6 }, Ours with { Id = 7 }));

    [Fact]
    public void Twin_under_an_older_account_name_is_renamed_and_its_twin_removed() => Assert.Equal(
        ["modify-connector 5", "remove-twin-connector 6"], Plan(Right, Ours with { DisplayName = "ControlTower - old - 444455556666" }, Ours with { Id = 6 }));

    [Theory]
    [InlineData("1")]
    [InlineData("")]
    [InlineData(null)]
    public void Twins_stay_if_the_role_does_not_prove_that_they_are_ours(string? connectorsBefore) =>
        Assert.Empty(Plan(Right with { Tags = Tagged(connectorsBefore) }, Ours, Ours with { Id = 6 }));

    [Fact]
    public void Connector_on_our_role_under_another_name_stays() =>
        Assert.Empty(Plan(Right, Ours, Ours with { Id = 6, DisplayName = "by hand" }));

    [Fact]
    public void Connector_under_our_name_on_another_role_stays() =>
        Assert.Empty(Plan(Right, Ours, Ours with { Id = 6, CrossAccountRoleArn = OtherArn }));

    [Fact]
    public void Twin_stays_if_the_kept_connector_has_another_name() =>
        Assert.Empty(Plan(Right, Ours with { DisplayName = "by hand" }, Ours with { Id = 6 }));

    [Fact]
    public void Twins_stay_if_the_role_is_new() =>
        Assert.Equal(["create-role CloudOneWorkloadConnectorRole", PutPolicy], Plan(null, Ours, Ours with { Id = 6 }));

    [Fact]
    public void Steps_have_a_fixed_order()
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
