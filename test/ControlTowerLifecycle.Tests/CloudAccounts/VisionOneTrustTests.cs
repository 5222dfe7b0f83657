using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.CloudAccounts;

/// <summary>Who may assume VisionOneRole, by the sandbox's policy evaluation, which shares no code with the
/// product.</summary>
public sealed class VisionOneTrustTests
{
    private const string Action = "sts:AssumeRoleWithWebIdentity";
    private const string Other = "5f8a1c2e-3b4d-4e6f-8a9b-0c1d2e3f4a5b";

    private static readonly string Subject = SubjectOf("eu", CloudSample.BusinessId);

    [Theory]
    [InlineData(Action)]
    [InlineData("sts:SetSourceIdentity")]
    public void Vendor_may_assume_the_role_with_the_right_token(string action) =>
        Assert.Equal(Verdict.Allowed, Evaluate(action, CloudSample.ProviderArn, CloudSample.Audience, Subject));

    [Fact]
    public void Another_action_is_not_allowed() =>
        Assert.Equal(Verdict.NotMentioned, Evaluate("sts:AssumeRole", CloudSample.ProviderArn, CloudSample.Audience, Subject));

    public static TheoryData<string> OtherSubjects =>
    [
        SubjectOf("eu", Other), SubjectOf("us", CloudSample.BusinessId), SubjectOf("EU", CloudSample.BusinessId),
        $"urn:visionone:identity:eu:{CloudSample.BusinessId}:account/{Other}",
        $"urn:visionone:identity:eu:{Other}:account/{CloudSample.BusinessId}",
        $"{Subject}/more", Subject[..^1], Subject.ToUpperInvariant(), "", "*",
    ];

    [Theory]
    [MemberData(nameof(OtherSubjects))]
    public void Identity_of_another_business_or_region_is_not_allowed(string subject) => Assert.Equal(
        Verdict.NotMentioned, Evaluate(Action, CloudSample.ProviderArn, CloudSample.Audience, subject));

    [Theory]
    [InlineData("arn:aws:iam::111122223333:root")]
    [InlineData("arn:aws:iam::444455556666:root/more")]
    [InlineData("444455556666")]
    [InlineData("sts.amazonaws.com")]
    [InlineData("")]
    public void Token_for_another_account_is_not_allowed(string audience) =>
        Assert.Equal(Verdict.NotMentioned, Evaluate(Action, CloudSample.ProviderArn, audience, Subject));

    [Theory]
    [InlineData("arn:aws:iam::444455556666:oidc-provider/cloudaccounts-us.xdr.trendmicro.com")]
    [InlineData("arn:aws:iam::111122223333:oidc-provider/cloudaccounts-eu.xdr.trendmicro.com")]
    [InlineData("arn:aws:iam::444455556666:oidc-provider/cloudaccounts-eu.xdr.trendmicro.com.example.com")]
    [InlineData("arn:aws:iam::444455556666:root")]
    public void Another_provider_is_not_allowed(string provider) =>
        Assert.Equal(Verdict.NotMentioned, Evaluate(Action, provider, CloudSample.Audience, Subject));

    [Fact]
    public void Token_without_audience_or_subject_is_not_allowed() => Assert.Equal(
        Verdict.NotMentioned, Evaluate(Action, CloudSample.ProviderArn, new Dictionary<string, string>(StringComparer.Ordinal)));

    private static Verdict Evaluate(string action, string provider, string audience, string subject) => Evaluate(
        action,
        provider,
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            [$"{CloudSample.OidcHost}:aud"] = audience,
            [$"{CloudSample.OidcHost}:sub"] = subject,
        });

    private static Verdict Evaluate(string action, string provider, IReadOnlyDictionary<string, string> context) =>
        SandboxPolicy.Parse(CloudSample.Role.Trust(Sample.Id).Json, PolicyKind.Trust)
            .Evaluate(new PolicyRequest(action, CloudSample.RoleArn, new Principal("", provider, provider), context));

    private static string SubjectOf(string region, string businessId) =>
        $"urn:visionone:identity:{region}:{businessId}:account/{businessId}";
}
