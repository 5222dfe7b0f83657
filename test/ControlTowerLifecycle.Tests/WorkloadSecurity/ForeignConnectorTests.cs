using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Role;
using static ControlTowerLifecycle.WorkloadSecurity.WorkloadSecurityStep;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>Connectors that another owner made, and connectors of ours under another role or name.</summary>
public class ForeignConnectorTests
{
    private const string VisionOneArn = "arn:aws:iam::444455556666:role/VisionOneRole";

    private static readonly RoleState Right = Sample.RightRole;

    [Theory]
    [InlineData(VisionOneArn, "connected otherwise: connector 5 uses arn:aws:iam::444455556666:role/VisionOneRole")]
    [InlineData(null, "connected otherwise: connector 5 uses an access key or the manager's role")]
    public void Connector_of_another_owner_is_left_alone_and_reported(string? arn, string why)
    {
        foreach (var role in new[] { null, Right })
        {
            var plan = Plan(role, takesOver: false, new Connector(5, "Cloud Accounts", arn, WorkspacesEnabled: false));

            Assert.Empty(plan.Steps);
            Assert.Equal(why, plan.ConnectedOtherwise);
        }
    }

    [Fact]
    public void Connector_of_another_owner_is_taken_over_if_the_setting_says_so()
    {
        var plan = Plan(Right, takesOver: true, new Connector(5, "Cloud Accounts", VisionOneArn, WorkspacesEnabled: false));

        Assert.Null(plan.ConnectedOtherwise);
        Assert.Equal([new ModifyConnector(5, new ConnectorFields(null, Sample.RoleArn, false))], plan.Steps);
    }

    [Theory]
    [InlineData(VisionOneArn)]
    [InlineData("arn:aws:iam::444455556666:role/EarlierName")]
    [InlineData("arn:aws:iam::111122223333:role/CloudOneWorkloadConnectorRole")]
    [InlineData(null)]
    public void Display_name_of_ours_does_not_make_a_connector_on_another_role_ours(string? arn)
    {
        var connector = new Connector(5, Sample.ConnectorName, arn, WorkspacesEnabled: false);

        var plan = Plan(Right, takesOver: false, connector);

        Assert.Empty(plan.Steps);
        Assert.NotNull(plan.ConnectedOtherwise);
        Assert.Equal(
            [new ModifyConnector(5, new ConnectorFields(null, Sample.RoleArn, false))],
            Plan(Right, takesOver: true, connector).Steps);
    }

    [Fact]
    public void Oldest_of_two_connectors_on_other_roles_is_taken_over() => Assert.Equal(
        [new ModifyConnector(3, new ConnectorFields(null, Sample.RoleArn, false))],
        Plan(
            Right, takesOver: true,
            new Connector(3, Sample.ConnectorName, VisionOneArn, WorkspacesEnabled: false),
            new Connector(5, Sample.ConnectorName, VisionOneArn, WorkspacesEnabled: false)).Steps);

    [Fact]
    public void Connector_that_is_moved_gets_the_name_of_the_account_in_the_same_step()
    {
        var earlier = new Connector(5, $"ControlTower - earlier name - {Sample.Id}", VisionOneArn, WorkspacesEnabled: false);

        Assert.Equal(
            [new ModifyConnector(5, new ConnectorFields(Sample.ConnectorName, Sample.RoleArn, false))],
            Plan(Right, takesOver: true, earlier).Steps);
    }

    [Fact]
    public void Connector_on_the_predecessors_role_is_changed_to_the_role_of_the_settings()
    {
        var role = new ConnectorRole("aws", "NewName", Sample.Vendor);
        var predecessors = new Connector(5, "by hand", role.PredecessorsRoleIn(Sample.Id), WorkspacesEnabled: false);

        var plan = WorkloadSecurityPlan.For(
            new WorkloadSecurityWanted(Sample.Account, role, Sample.ExternalId, WorkspacesEnabled: false),
            new WorkloadSecurityState(null, [predecessors]));

        Assert.Equal(["create-role", "put-role-policy", "modify-connector"], plan.Steps.Select(step => step.Verb));
    }

    [Fact]
    public void Connector_of_ours_follows_the_name_of_the_account()
    {
        var plan = Plan(
            Right, takesOver: false,
            new Connector(5, $"ControlTower - earlier name - {Sample.Id}", Sample.RoleArn, WorkspacesEnabled: false));

        Assert.Equal([new ModifyConnector(5, new ConnectorFields(Sample.ConnectorName, Sample.RoleArn, false))], plan.Steps);
    }

    [Theory]
    [InlineData("by hand")]
    [InlineData(null)]
    public void Name_that_another_owner_chose_stays(string? name) => Assert.Empty(
        Plan(Right, takesOver: false, new Connector(5, name, Sample.RoleArn, WorkspacesEnabled: false)).Steps);

    private static Plan Plan(RoleState? role, bool takesOver, params Connector[] connectors) => WorkloadSecurityPlan.For(
        new WorkloadSecurityWanted(Sample.Account, Sample.Role, Sample.ExternalId, WorkspacesEnabled: false)
        {
            TakesOverForeignConnectors = takesOver,
        },
        new WorkloadSecurityState(role, connectors));
}
