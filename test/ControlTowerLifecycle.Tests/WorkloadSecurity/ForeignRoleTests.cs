using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>A role that happens to have the connector role's name.</summary>
public class ForeignRoleTests
{
    private const string Admin = "arn:aws:iam::aws:policy/AdministratorAccess";

    private static readonly RoleState Foreign = new(
        Sample.RoleArn, Sample.Role.Trust("another-id"), null, [Admin], new Dictionary<string, string>(StringComparer.Ordinal), Sample.Start);

    [Fact]
    public void The_vendor_is_not_let_into_it_with_what_it_allows()
    {
        var plan = Plan(Foreign);

        Assert.Empty(plan.Steps);
        var refused = Assert.IsType<WorkloadSecurityException>(plan.Conflict);
        Assert.Equal(FailureKind.NeedsOperator, refused.Kind);
        Assert.Equal(
            $"Role {Sample.RoleArn} was not made here and has policy {Admin} attached, which the vendor would get with it",
            refused.Message);
        Assert.Contains("CONNECTOR_ROLE_NAME", refused.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void One_without_other_policies_is_taken_over() => Assert.Contains(
        "update-trust", Steps(Foreign with { AttachedPolicyArns = [Sample.Role.PredecessorsPolicyIn(Sample.Id)] }));

    [Fact]
    public void One_that_was_made_here_is_mended() => Assert.Contains(
        "update-trust", Steps(Foreign with { Tags = Sample.Role.New(Sample.Id, Sample.Role.Trust("an-id"), 0).Tags }));

    [Fact]
    public void One_that_the_vendor_uses_already_is_mended() => Assert.Contains(
        "update-trust", Steps(Foreign, new Connector(5, "by hand", Sample.RoleArn, WorkspacesEnabled: false)));

    [Fact]
    public void One_that_lets_the_vendor_in_as_it_should_is_left_as_it_is() => Assert.DoesNotContain(
        "update-trust", Steps(Foreign with { Trust = Sample.Role.Trust(Sample.ExternalId) }));

    private static IEnumerable<string> Steps(RoleState role, params Connector[] connectors) =>
        Plan(role, connectors).Steps.Select(step => step.Verb);

    private static Plan Plan(RoleState role, params Connector[] connectors) => WorkloadSecurityPlan.For(
        new WorkloadSecurityWanted(Sample.Account, Sample.Role, Sample.ExternalId, WorkspacesEnabled: false),
        new WorkloadSecurityState(role, connectors));
}
