using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Role;
using static ControlTowerLifecycle.WorkloadSecurity.WorkloadSecurityStep;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>
/// A connector can have an external ID of its own, which no answer shows. It is watched without a break while it takes the tenant's.
/// </summary>
public class ExternalIdSwitchTests
{
    private const string Old = "the-one-of-last-year";
    private static readonly Connector Ours = new(5, Sample.ConnectorName, Sample.RoleArn, WorkspacesEnabled: false);
    private static readonly PolicyDocument Both = Sample.Role.Trust([Sample.ExternalId, Old]);
    private static readonly PolicyDocument Wanted = Sample.Role.Trust(Sample.ExternalId);

    [Fact]
    public void Both_IDs_are_let_in_until_the_connector_has_taken_the_tenant_s() => Assert.Equal(
        [
            new UpdateTrust(Sample.Role.Name, Both),
            new ModifyConnector(5, new ConnectorFields(null, Sample.RoleArn, WorkspacesEnabled: false)),
            new UpdateTrust(Sample.Role.Name, Wanted),
        ],
        Steps(Sample.Role.Trust(Old), Ours));

    [Fact]
    public void A_switch_that_was_broken_off_goes_on_where_it_was() => Assert.Equal(
        ["modify-connector", "update-trust"], Steps(Both, Ours).Select(step => step.Verb));

    [Fact]
    public void Without_a_connector_on_the_role_there_is_nothing_to_switch() => Assert.Equal(
        [new UpdateTrust(Sample.Role.Name, Wanted)],
        Steps(Sample.Role.Trust(Old)).Where(step => step is UpdateTrust));

    [Fact]
    public void A_trust_that_differs_in_something_else_is_updated_once()
    {
        var open = PolicyDocument.Parse(Wanted.Json.Replace("147995105371", "111122223333", StringComparison.Ordinal));

        Assert.Equal([new UpdateTrust(Sample.Role.Name, Wanted)], Steps(open, Ours));
    }

    [Fact]
    public void A_long_list_of_IDs_does_not_outgrow_a_trust_policy()
    {
        string[] many = [.. Enumerable.Range(1, 40).Select(number => $"{number:00000000}-0000-4000-8000-000000000000")];

        var first = Assert.IsType<UpdateTrust>(Steps(Sample.Role.Trust(many), Ours)[0]);

        Assert.Equal([Sample.ExternalId, .. many[..4]], TrustedExternalIds.Of(first.Trust));
        Assert.True(first.Trust.Json.Length < 2048);
    }

    [Theory]
    [InlineData("""{"Statement":{"Condition":{"StringEquals":{"STS:externalid":"a"}}}}""", "a")]
    [InlineData("""{"Statement":[{"Condition":{"StringLike":{"sts:ExternalId":["a","b","a"]}}}]}""", "a,b")]
    [InlineData("""{"Statement":[{"Condition":{"StringEquals":{"sts:ExternalId":""}}}]}""", "")]
    [InlineData("""{"Statement":[{"Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}]}""", "")]
    public void IDs_are_found_whatever_the_form_of_the_trust(string trust, string ids) =>
        Assert.Equal(ids, string.Join(',', TrustedExternalIds.Of(PolicyDocument.Parse(trust), Sample.Role.VendorPrincipal)));

    private static IReadOnlyList<Step> Steps(PolicyDocument trust, params Connector[] connectors) =>
        WorkloadSecurityPlan.For(
            new WorkloadSecurityWanted(Sample.Account, Sample.Role, Sample.ExternalId, WorkspacesEnabled: false),
            new WorkloadSecurityState(
                new RoleState(
                    Sample.RoleArn,
                    trust,
                    ConnectorRole.Policy,
                    [],
                    Sample.Role.New(Sample.Id, trust, connectorsBefore: 0).Tags,
                    Sample.Start),
                connectors)).Steps;
}
