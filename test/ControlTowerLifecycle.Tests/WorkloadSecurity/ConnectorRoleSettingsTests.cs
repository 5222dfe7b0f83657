using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Role;
using static ControlTowerLifecycle.WorkloadSecurity.WorkloadSecurityStep;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>CONNECTOR_ROLE_PERMISSIONS_BOUNDARY and CONNECTOR_ROLE_TAGS: part of a role that is as it should be.</summary>
public class ConnectorRoleSettingsTests
{
    private const string BoundaryArn = "arn:aws:iam::444455556666:policy/Boundary";

    private static readonly ConnectorRole Role = new("aws", Sample.Role.Name, Sample.Vendor)
    {
        PermissionsBoundary = "Boundary",
        ExtraTags = new Dictionary<string, string>(StringComparer.Ordinal) { ["CostCenter"] = "42" },
    };

    private static readonly PolicyDocument Trust = Role.Trust(Sample.ExternalId);

    private static readonly RoleState Right = new(
        Sample.RoleArn, Trust, ConnectorRole.Policy, [], Role.New(Sample.Id, Trust, 0).Tags, Sample.Start)
    {
        PermissionsBoundaryArn = BoundaryArn,
    };

    [Fact]
    public void New_role_gets_the_boundary_of_its_own_account_and_the_tags()
    {
        var role = Assert.IsType<CreateRole>(Plan(null).Steps[0]).Role;

        Assert.Equal(BoundaryArn, role.PermissionsBoundaryArn);
        Assert.Equal("42", role.Tags["CostCenter"]);
    }

    [Theory]
    [InlineData("Boundary", BoundaryArn)]
    [InlineData("team/Boundary", "arn:aws:iam::444455556666:policy/team/Boundary")]
    [InlineData("arn:aws:iam::aws:policy/PowerUserAccess", "arn:aws:iam::aws:policy/PowerUserAccess")]
    public void Boundary_is_a_name_in_each_account_or_an_ARN(string setting, string arn) =>
        Assert.Equal(arn, new ConnectorRole("aws", "Role", Sample.Vendor) { PermissionsBoundary = setting }.BoundaryIn(Sample.Id));

    [Fact]
    public void Role_with_boundary_and_tags_needs_no_step() => Assert.Empty(Plan(Right, Connector).Steps);

    [Theory]
    [InlineData(null)]
    [InlineData("arn:aws:iam::aws:policy/ReadOnlyAccess")]
    public void Boundary_of_our_role_that_is_missing_or_differs_is_put(string? boundary) => Assert.Equal(
        [new PutRoleBoundary(Sample.Role.Name, BoundaryArn)], Plan(Right with { PermissionsBoundaryArn = boundary }, Connector).Steps);

    [Theory]
    [InlineData(null)]
    [InlineData("41")]
    public void Tag_that_is_missing_or_differs_is_set(string? value)
    {
        var tags = new Dictionary<string, string>(Right.Tags, StringComparer.Ordinal);
        tags.Remove("CostCenter");
        if (value is not null)
            tags["CostCenter"] = value;

        var step = Assert.IsType<TagRole>(Assert.Single(Plan(Right with { Tags = tags }, Connector).Steps));

        Assert.Equal([new("CostCenter", "42")], step.Tags);
    }

    [Fact]
    public void Session_may_set_a_boundary_only_if_one_is_wanted()
    {
        Assert.Contains("iam:PutRolePermissionsBoundary", Role.PermissionIn(Sample.Id, SessionAccess.Onboard).Actions);
        Assert.DoesNotContain("iam:PutRolePermissionsBoundary", Sample.Role.PermissionIn(Sample.Id, SessionAccess.Onboard).Actions);
        Assert.DoesNotContain("iam:PutRolePermissionsBoundary", Role.PermissionIn(Sample.Id, SessionAccess.ReadOnly).Actions);
    }

    private static Connector Connector => new(5, Sample.ConnectorName, Sample.RoleArn, WorkspacesEnabled: false);

    private static Plan Plan(RoleState? role, params Connector[] connectors) => WorkloadSecurityPlan.For(
        new WorkloadSecurityWanted(Sample.Account, Role, Sample.ExternalId, WorkspacesEnabled: false),
        new WorkloadSecurityState(role, connectors));
}
