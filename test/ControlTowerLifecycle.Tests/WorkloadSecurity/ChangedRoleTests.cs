using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>A role with more than this program puts there, in every combination of owner and trust.</summary>
public class ChangedRoleTests
{
    private const string Admin = "arn:aws:iam::aws:policy/AdministratorAccess";
    private const string Boundary = "arn:aws:iam::444455556666:policy/Boundary";

    private static readonly RoleState Ours = Sample.RightRole;

    private static readonly RoleState Untagged = Ours with { Tags = new Dictionary<string, string>(StringComparer.Ordinal) };

    /// <summary>How a template of AWS SAM writes the role of a function: a trust for AWS, and an inline policy.</summary>
    private static readonly RoleState Squatted = Untagged with
    {
        Trust = PolicyDocument.Parse(
            """{"Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"""),
        InlinePolicy = null,
        OtherInlinePolicyNames = ["everything"],
    };

    [Fact]
    public void Role_of_another_owner_with_an_inline_policy_needs_the_operator()
    {
        var plan = Plan(Squatted);

        AssertConflict(plan, isWidened: false, "inline policy everything");
        Assert.Equal(FailureKind.NeedsOperator, plan.Conflict?.Kind);
        Assert.Contains("CONNECTOR_ROLE_NAME", plan.Conflict?.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Role_of_another_owner_needs_the_operator_even_if_it_trusts_the_vendor() =>
        AssertConflict(Plan(Untagged with { AttachedPolicyArns = [Admin] }), isWidened: false, $"attached policy {Admin}");

    [Fact]
    public void Role_of_another_owner_with_a_boundary_needs_the_operator() => AssertConflict(
        Plan(Untagged with { PermissionsBoundaryArn = Boundary }), isWidened: false, $"permissions boundary {Boundary}");

    [Fact]
    public void Role_of_another_owner_that_a_connector_uses_needs_the_operator() => AssertConflict(
        Plan(Untagged with { AttachedPolicyArns = [Admin] }, Connector), isWidened: false, $"attached policy {Admin}");

    [Fact]
    public void Role_of_ours_with_another_attached_policy_is_widened() =>
        AssertConflict(Plan(Ours with { AttachedPolicyArns = [Admin] }, Connector), isWidened: true, $"attached policy {Admin}");

    [Fact]
    public void Role_of_ours_with_another_inline_policy_is_widened() => AssertConflict(
        Plan(Ours with { OtherInlinePolicyNames = ["deny-all"] }, Connector), isWidened: true, "inline policy deny-all");

    [Fact]
    public void Role_of_ours_with_a_boundary_is_widened() => AssertConflict(
        Plan(Ours with { PermissionsBoundaryArn = Boundary }, Connector), isWidened: true, $"permissions boundary {Boundary}");

    [Fact]
    public void All_foreign_parts_are_named_at_once()
    {
        var plan = Plan(Ours with { AttachedPolicyArns = [Admin], OtherInlinePolicyNames = ["a", "b"], PermissionsBoundaryArn = Boundary });

        Assert.Contains(
            $"attached policy {Admin}, inline policy a, inline policy b, permissions boundary {Boundary}",
            plan.Conflict?.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arn:aws:iam::444455556666:role/x/CloudOneWorkloadConnectorRole")]
    [InlineData("arn:aws:iam::444455556666:role/cloudoneworkloadconnectorrole")]
    public void Role_of_our_name_under_a_path_needs_the_operator_whatever_its_tags_are(string arn)
    {
        var plan = Plan(Ours with { Arn = arn });

        Assert.Empty(plan.Steps);
        Assert.False(plan.IsWidened);
        Assert.Contains($"Role {arn} has the connector role's name under another path; expected {Sample.RoleArn}", plan.Conflict?.Message, StringComparison.Ordinal);
        Assert.Contains("under the path", plan.Conflict?.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Predecessors_role_is_taken_over() => Assert.Null(
        Plan(Untagged with { AttachedPolicyArns = [Sample.Role.PredecessorsPolicyIn(Sample.Id)] }, Connector).Conflict);

    private static Connector Connector => new(5, Sample.ConnectorName, Sample.RoleArn, WorkspacesEnabled: false);

    private static Plan Plan(RoleState role, params Connector[] connectors) => WorkloadSecurityPlan.For(
        new WorkloadSecurityWanted(Sample.Account, Sample.Role, Sample.ExternalId, WorkspacesEnabled: false),
        new WorkloadSecurityState(role, connectors));

    private static void AssertConflict(Plan plan, bool isWidened, string foreign)
    {
        Assert.Empty(plan.Steps);
        Assert.Equal(isWidened, plan.IsWidened);
        Assert.Contains(Sample.RoleArn, plan.Conflict?.Message, StringComparison.Ordinal);
        Assert.Contains(foreign, plan.Conflict?.Message, StringComparison.Ordinal);
    }
}
