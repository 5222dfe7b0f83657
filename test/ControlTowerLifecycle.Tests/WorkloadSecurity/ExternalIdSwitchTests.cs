using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Role;
using static ControlTowerLifecycle.WorkloadSecurity.WorkloadSecurityStep;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>
/// A connector can have an external ID of its own, which no response shows. The account stays protected while the
/// connector changes to the ID of the tenant.
/// </summary>
public class ExternalIdSwitchTests
{
    private const string Old = "replaced-external-id";
    private static readonly Connector Ours = new(5, Sample.ConnectorName, Sample.RoleArn, WorkspacesEnabled: false);
    private static readonly PolicyDocument Both = Sample.Role.Trust([Sample.ExternalId, Old]);
    private static readonly PolicyDocument Wanted = Sample.Role.Trust(Sample.ExternalId);

    private static readonly PolicyDocument Open = PolicyDocument.Parse(
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
         "Principal":{"AWS":"arn:aws:iam::147995105371:root"}}]}
        """);

    [Fact]
    public void Trust_allows_both_IDs_until_the_connector_uses_the_ID_of_the_tenant() => Assert.Equal(
        [
            new UpdateTrust(Sample.Role.Name, Both) { Replaced = ShownTrust.Of(Sample.Role.Trust(Old)) },
            new ModifyConnector(5, new ConnectorFields(null, Sample.RoleArn, WorkspacesEnabled: false)),
            new UpdateTrust(Sample.Role.Name, Wanted),
        ],
        Steps(Sample.Role.Trust(Old), Ours));

    [Fact]
    public void Interrupted_switch_continues() => Assert.Equal(
        ["modify-connector", "update-trust"], Steps(Both, Ours).Select(step => step.Verb));

    [Fact]
    public void Role_without_a_connector_gets_the_ID_of_the_tenant_at_once() => Assert.Equal(
        [new UpdateTrust(Sample.Role.Name, Wanted) { Replaced = ShownTrust.Of(Sample.Role.Trust(Old)) }],
        Steps(Sample.Role.Trust(Old)).Where(step => step is UpdateTrust));

    /// <summary>The connector can have an ID that the trust does not name. The open trust allows the tenant's ID too.</summary>
    [Fact]
    public void Open_trust_of_another_owner_is_closed_after_the_connector_uses_the_ID_of_the_tenant()
    {
        var steps = Steps(Open, isOurs: false, Ours);

        Assert.Equal(
            [
                new ModifyConnector(5, new ConnectorFields(null, Sample.RoleArn, WorkspacesEnabled: false)),
                new UpdateTrust(Sample.Role.Name, Wanted) { Replaced = ShownTrust.Of(Open) },
            ],
            steps.Where(step => step is ModifyConnector or UpdateTrust));
    }

    [Fact]
    public void Open_trust_of_our_role_is_closed_at_once() => Assert.Equal(
        [new UpdateTrust(Sample.Role.Name, Wanted) { Replaced = ShownTrust.Of(Open) }], Steps(Open, isOurs: true, Ours));

    [Fact]
    public void Open_trust_without_a_connector_is_closed_at_once() => Assert.Equal(
        [new UpdateTrust(Sample.Role.Name, Wanted) { Replaced = ShownTrust.Of(Open) }],
        Steps(Open, isOurs: false).Where(step => step is UpdateTrust));

    [Fact]
    public void Trust_with_another_difference_is_updated_once()
    {
        var open = PolicyDocument.Parse(Wanted.Json.Replace("147995105371", "111122223333", StringComparison.Ordinal));

        Assert.Equal([new UpdateTrust(Sample.Role.Name, Wanted) { Replaced = ShownTrust.Of(open) }], Steps(open, Ours));
    }

    [Fact]
    public void Long_list_of_IDs_fits_the_limit_of_a_trust_policy()
    {
        string[] many = [.. Enumerable.Range(1, 40).Select(number => $"{number:00000000}-0000-4000-8000-000000000000")];

        var first = Assert.IsType<UpdateTrust>(Steps(Sample.Role.Trust(many), Ours)[0]);

        Assert.Equal([Sample.ExternalId, .. many[..4]], TrustedExternalIds.Of(first.Trust, Sample.Role.VendorPrincipal));
        Assert.True(first.Trust.Json.Length < 2048);
    }

    private static IReadOnlyList<Step> Steps(PolicyDocument trust, params Connector[] connectors) =>
        Steps(trust, isOurs: true, connectors);

    private static IReadOnlyList<Step> Steps(PolicyDocument trust, bool isOurs, params Connector[] connectors) =>
        WorkloadSecurityPlan.For(
            new WorkloadSecurityWanted(Sample.Account, Sample.Role, Sample.ExternalId, WorkspacesEnabled: false),
            new WorkloadSecurityState(
                new RoleState(
                    Sample.RoleArn,
                    trust,
                    ConnectorRole.Policy,
                    [],
                    isOurs ? Sample.Role.New(Sample.Id, trust, connectorsBefore: 0).Tags : new Dictionary<string, string>(StringComparer.Ordinal),
                    Sample.Start),
                connectors)).Steps;
}
