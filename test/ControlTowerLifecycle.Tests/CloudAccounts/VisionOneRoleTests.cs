using ControlTowerLifecycle.Aws.Iam;
using ControlTowerLifecycle.CloudAccounts.Role;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.CloudAccounts;

public class VisionOneRoleTests
{
    [Fact]
    public void Trust_names_the_provider_the_account_and_the_business() => Assert.Equal(
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::444455556666:oidc-provider/cloudaccounts-eu.xdr.trendmicro.com"},"Action":["sts:AssumeRoleWithWebIdentity","sts:SetSourceIdentity"],"Condition":{"StringEquals":{"cloudaccounts-eu.xdr.trendmicro.com:aud":"arn:aws:iam::444455556666:root","cloudaccounts-eu.xdr.trendmicro.com:sub":["urn:visionone:identity:eu:b1f9c0de-0000-4000-8000-00000000abcd:account/b1f9c0de-0000-4000-8000-00000000abcd"]}}}]}
        """,
        CloudSample.Role.Trust(Sample.Id).Json);

    [Fact]
    public void Trust_of_another_business_region_or_account_is_another_document()
    {
        var trust = CloudSample.Role.Trust(Sample.Id);

        Assert.False(trust.Equals(CloudSample.Role.Trust(Sample.Management)));
        Assert.False(trust.Equals(new VisionOneRole("aws", "eu-west-1", "eu", CloudSample.OidcHost, "other").Trust(Sample.Id)));
        Assert.False(trust.Equals(new VisionOneRole("aws", "eu-west-1", "us", CloudSample.OidcHost, CloudSample.BusinessId).Trust(Sample.Id)));
    }

    [Fact]
    public void Every_ARN_has_the_partition() => Assert.All(
        (string[])
        [
            Chinese().ArnIn(Sample.Id), Chinese().ProviderArnIn(Sample.Id), Chinese().AudienceIn(Sample.Id),
            Chinese().PolicyArnIn(Sample.Id, "VisionOnePolicyPart1"),
        ],
        arn => Assert.StartsWith("arn:aws-cn:iam::444455556666:", arn, StringComparison.Ordinal));

    [Fact]
    public void New_role_has_the_tags_of_the_vendor_and_ours()
    {
        var tags = CloudSample.Role.New(Sample.Id).Tags;

        Assert.Equal("Vision-One-Cloud-Account-Management", tags["VisionOneCloudFormationStackName"]);
        Assert.Equal("eu-west-1", tags["VisionOneCloudFormationStackRegion"]);
        Assert.Equal("Base", tags["VisionOneFeatures"]);
        Assert.Equal("ControlTowerLifecycle", tags["ManagedBy"]);
        Assert.Equal(4, tags.Count);
    }

    [Fact]
    public void New_role_with_container_protection_names_it_in_the_features_tag()
    {
        var role = new VisionOneRole("aws", "eu-west-1", "eu", CloudSample.OidcHost, CloudSample.BusinessId)
        {
            HasContainerSecurity = true,
        };

        Assert.Equal("container-security", role.New(Sample.Id).Tags["VisionOneFeatures"]);
        Assert.Empty(role.MissingTags(CloudSample.RoleState));
    }

    [Fact]
    public void New_provider_has_the_URL_the_audience_and_the_thumbprints_of_the_vendor()
    {
        var provider = CloudSample.Role.NewProvider(Sample.Id);

        Assert.Equal(CloudSample.ProviderArn, provider.Arn);
        Assert.Equal("https://cloudaccounts-eu.xdr.trendmicro.com", provider.Url);
        Assert.Equal("arn:aws:iam::444455556666:root", provider.Audience);
        Assert.Equal(VisionOneThumbprints.All, provider.Thumbprints);
    }

    [Fact]
    public void Features_tag_of_a_feature_that_was_switched_on_later_stays()
    {
        var role = CloudSample.RoleState with { Tags = Tags(("VisionOneFeatures", "container-security")) };

        Assert.Empty(CloudSample.Role.MissingTags(role));
    }

    [Fact]
    public void Stack_region_is_corrected_on_a_role_of_ours_only()
    {
        var ours = CloudSample.RoleState with { Tags = Tags(("VisionOneCloudFormationStackRegion", "us-east-1")) };
        var other = CloudSample.RoleState with { Tags = Tags(("VisionOneCloudFormationStackRegion", "us-east-1"), ("ManagedBy", "another")) };

        Assert.Equal("eu-west-1", CloudSample.Role.MissingTags(ours)["VisionOneCloudFormationStackRegion"]);
        Assert.Empty(CloudSample.Role.MissingTags(other));
    }

    [Fact]
    public void Parameters_are_not_limited_by_default() => Assert.Null(CloudSample.Role.ParameterLimit(Sample.Id));

    [Fact]
    public void Parameters_outside_the_allowed_paths_are_denied() => Assert.Equal(
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["ssm:PutParameter","ssm:DeleteParameter","ssm:GetParameter*"],"NotResource":["arn:aws:ssm:*:444455556666:parameter/trendmicro/*","arn:aws:ssm:*:444455556666:parameter/v1/cam/*"]}]}
        """,
        new VisionOneRole("aws", "eu-west-1", "eu", CloudSample.OidcHost, CloudSample.BusinessId) { ParameterPaths = ["/trendmicro/", "v1/cam"] }
            .ParameterLimit(Sample.Id)!.Json);

    /// <summary>The longest names that the settings allow, in the partition with the longest name.</summary>
    [Theory]
    [InlineData(SessionAccess.ReadOnly)]
    [InlineData(SessionAccess.Onboard)]
    [InlineData(SessionAccess.Offboard)]
    internal void Session_policy_of_both_protections_is_within_the_limit_of_STS(SessionAccess access)
    {
        var connector = new ControlTowerLifecycle.WorkloadSecurity.Role.ConnectorRole("aws-us-gov", new string('r', 64), Sample.Vendor);
        var role = new VisionOneRole("aws-us-gov", "us-gov-west-1", "us-gov", "cloudaccounts-us-gov.xdr.trendmicro.com", CloudSample.BusinessId);

        var policy = MemberAccounts.SessionPolicy(
            [connector.PermissionIn(Sample.Id, access), .. VisionOnePermissions.In(role, Sample.Id, access)]);

        Assert.InRange(policy.Length, 1, 2048);
    }

    [Fact]
    public void Onboarding_session_can_attach_the_three_policies_only()
    {
        var attach = Assert.Single(
            VisionOnePermissions.In(CloudSample.Role, Sample.Id, SessionAccess.Onboard), permission => permission.Actions.Contains("iam:AttachRolePolicy"));

        Assert.Equal(CloudSample.RoleArn, attach.Resource);
        Assert.Equal(CloudSample.PolicyArns, attach.PolicyArns);
        Assert.Contains(
            $$"""
            "Condition":{"ArnEquals":{"iam:PolicyARN":["{{CloudSample.PolicyArns[0]}}",
            """,
            MemberAccounts.SessionPolicy([attach]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_session_can_write_nothing() => Assert.All(
        VisionOnePermissions.In(CloudSample.Role, Sample.Id, SessionAccess.ReadOnly).SelectMany(permission => permission.Actions),
        action => Assert.Matches("^iam:(Get|List)[A-Za-z]+$", action));

    [Fact]
    public void Offboarding_does_not_enter_the_account() =>
        Assert.Empty(VisionOnePermissions.In(CloudSample.Role, Sample.Id, SessionAccess.Offboard));

    private static VisionOneRole Chinese() =>
        new("aws-cn", "cn-north-1", "eu", CloudSample.OidcHost, CloudSample.BusinessId);

    private static Dictionary<string, string> Tags(params (string Key, string Value)[] changed)
    {
        var tags = CloudSample.RoleState.Tags.ToDictionary(StringComparer.Ordinal);
        foreach (var (key, value) in changed)
            tags[key] = value;

        return tags;
    }
}
