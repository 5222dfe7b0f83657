using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>Which external IDs of a trust policy stay trusted while they are replaced.</summary>
public class TrustedExternalIdsTests
{
    private const string Vendor = """ "Principal":{"AWS":"arn:aws:iam::147995105371:root"},"Action":"sts:AssumeRole", """;

    [Theory]
    [InlineData("""{"Effect":"Allow",VENDOR"Condition":{"StringEquals":{"sts:ExternalId":"ID-1"}}}""", "ID-1")]
    [InlineData("""{"Effect":"Allow",VENDOR"Condition":{"StringEquals":{"STS:externalid":["ID-1","ID-2"]}}}""", "ID-1 ID-2")]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":["147995105371"]},"Condition":{"StringEquals":{"sts:ExternalId":"ID-1"}}}""", "ID-1")]
    [InlineData("""{"Effect":"Deny",VENDOR"Condition":{"StringEquals":{"sts:ExternalId":"DENIED"}}}""", "")]
    [InlineData("""{"Effect":"Allow",VENDOR"Condition":{"StringNotEquals":{"sts:ExternalId":"DENIED"}}}""", "")]
    [InlineData("""{"Effect":"Allow",VENDOR"Condition":{"StringLike":{"sts:ExternalId":"ID-*"}}}""", "")]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999988887777:root"},"Condition":{"StringEquals":{"sts:ExternalId":"OTHERS"}}}""", "")]
    [InlineData("""{"Effect":"Allow","Principal":"*","Condition":{"StringEquals":{"sts:ExternalId":"ANYBODYS"}}}""", "")]
    [InlineData("""{"Effect":"Allow",VENDOR"Condition":{"StringEquals":{"sts:ExternalId":["${aws:username}","*","a b","x"]}}}""", "")]
    [InlineData("""{"Effect":"Allow",VENDOR"Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}""", "")]
    [InlineData("""{"Effect":"Allow",VENDOR"Condition":[1,null]}""", "")]
    public void Only_IDs_that_allow_the_vendor_count(string statement, string expected)
    {
        var trust = PolicyDocument.Parse($$"""{"Statement":[{{statement.Replace("VENDOR", Vendor, StringComparison.Ordinal)}}]}""");

        Assert.Equal(expected, string.Join(' ', TrustedExternalIds.Of(trust, Sample.Role.VendorPrincipal)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Statement":null}""")]
    [InlineData("""{"Statement":[1,"text",null,[]]}""")]
    [InlineData("""{"Statement":{"Effect":1,"Principal":[],"Condition":{"StringEquals":1}}}""")]
    public void Trust_of_another_shape_has_no_IDs(string trust) =>
        Assert.Empty(TrustedExternalIds.Of(PolicyDocument.Parse(trust), Sample.Role.VendorPrincipal));

    [Theory]
    [InlineData("ab", true)]
    [InlineData("A1_+=,.@:/-", true)]
    [InlineData("a", false)]
    [InlineData("a b", false)]
    [InlineData("ab\n", false)]
    [InlineData("${x}", false)]
    [InlineData("ab*", false)]
    [InlineData("", false)]
    public void External_ID_has_the_form_that_STS_documents(string text, bool isValid) =>
        Assert.Equal(isValid, ExternalId.IsValid(text));

    [Theory]
    [InlineData(1224, true)]
    [InlineData(1225, false)]
    public void External_ID_has_1224_characters_at_most(int length, bool isValid) =>
        Assert.Equal(isValid, ExternalId.IsValid(new string('x', length)));

    [Fact]
    public void Trust_that_IAM_would_refuse_for_its_size_falls_back_to_the_wanted_ID()
    {
        var trust = Sample.Role.Trust(new string('a', 1000), new string('b', 1000));
        var role = new RoleState(
            Sample.RoleArn, trust, ConnectorRole.Policy, [], Sample.Role.New(Sample.Id, trust, 0).Tags, Sample.Start);

        var plan = WorkloadSecurityPlan.For(
            new WorkloadSecurityWanted(Sample.Account, Sample.Role, Sample.ExternalId, WorkspacesEnabled: false),
            new WorkloadSecurityState(role, [new Connector(5, Sample.ConnectorName, Sample.RoleArn, WorkspacesEnabled: false)]));

        var only = Assert.Single(plan.Steps.OfType<WorkloadSecurityStep.UpdateTrust>());
        Assert.Equal(Sample.Role.Trust(Sample.ExternalId), only.Trust);
        Assert.Equal(["update-trust", "modify-connector"], plan.Steps.Select(step => step.Verb));
    }
}
