using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>A role of another owner with the name of the connector role.</summary>
public class ForeignRoleTests
{
    private const string Admin = "arn:aws:iam::aws:policy/AdministratorAccess";

    private static readonly RoleState Foreign = new(
        Sample.RoleArn, Sample.Role.Trust("another-id"), null, [Admin], new Dictionary<string, string>(StringComparer.Ordinal), Sample.Start);

    [Fact]
    public void Foreign_role_with_another_policy_is_a_conflict()
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
    public void Foreign_role_without_other_policies_is_updated() => Assert.Contains(
        "update-trust", Steps(Foreign with { AttachedPolicyArns = [Sample.Role.PredecessorsPolicyIn(Sample.Id)] }));

    [Fact]
    public void Role_that_this_program_created_is_updated() => Assert.Contains(
        "update-trust", Steps(Foreign with { Tags = Sample.Role.New(Sample.Role.Trust("an-id"), 0).Tags }));

    [Fact]
    public void Role_that_a_connector_uses_is_updated() => Assert.Contains(
        "update-trust", Steps(Foreign, new Connector(5, "by hand", Sample.RoleArn, WorkspacesEnabled: false)));

    [Fact]
    public void Foreign_role_with_the_wanted_trust_is_not_updated() => Assert.DoesNotContain(
        "update-trust", Steps(Foreign with { Trust = Sample.Role.Trust(Sample.ExternalId) }));

    private static IEnumerable<string> Steps(RoleState role, params Connector[] connectors) =>
        Plan(role, connectors).Steps.Select(step => step.Verb);

    private static Plan Plan(RoleState role, params Connector[] connectors) => WorkloadSecurityPlan.For(
        new WorkloadSecurityWanted(Sample.Account, Sample.Role, Sample.ExternalId, WorkspacesEnabled: false),
        new WorkloadSecurityState(role, connectors));
}
