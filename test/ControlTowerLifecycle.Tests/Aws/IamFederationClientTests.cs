using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Iam;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class IamFederationClientTests
{
    private const string Provider = "arn:aws:iam::444455556666:oidc-provider/cloudaccounts-eu.xdr.trendmicro.com";
    private const string Policy = "arn:aws:iam::444455556666:policy/VisionOnePolicyPart1";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Provider_has_its_audiences_and_thumbprints()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("GetOpenIDConnectProvider", "iam-get-oidc-provider.xml");

        var provider = await Federation(server).ObserveProviderAsync(Provider, Token);

        Assert.Equal(["arn:aws:iam::444455556666:root"], provider!.Audiences);
        Assert.Equal(["9e99a48a9960b14926bb7f3b02e22da2b0ab7280", new string('a', 40)], provider.Thumbprints);
        Assert.Equal(Provider, Assert.Single(server.Calls).Fields["OpenIDConnectProviderArn"]);
    }

    [Fact]
    public async Task Missing_provider_and_policy_are_null()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("GetOpenIDConnectProvider", "iam-no-such-entity.xml", 404).On("ListPolicyVersions", "iam-no-such-entity.xml", 404);

        Assert.Null(await Federation(server).ObserveProviderAsync(Provider, Token));
        Assert.Null(await Federation(server).ObservePolicyAsync(Policy, Token));
    }

    [Fact]
    public async Task Provider_is_created_with_its_audience_and_thumbprints()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("CreateOpenIDConnectProvider", "iam-empty-response.xml");

        Assert.True(await Federation(server).CreateProviderAsync(
            new NewIdentityProvider(Provider, "https://cloudaccounts-eu.xdr.trendmicro.com", "arn:aws:iam::444455556666:root", ["aa", "bb"]), Token));

        var fields = Assert.Single(server.Calls).Fields;
        Assert.Equal("https://cloudaccounts-eu.xdr.trendmicro.com", fields["Url"]);
        Assert.Equal("arn:aws:iam::444455556666:root", fields["ClientIDList.member.1"]);
        Assert.Equal("aa", fields["ThumbprintList.member.1"]);
        Assert.Equal("bb", fields["ThumbprintList.member.2"]);
        Assert.Equal("2010-05-08", fields["Version"]);
        Assert.Equal(6, fields.Count);
    }

    [Fact]
    public async Task Existing_provider_and_policy_are_not_created()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("CreateOpenIDConnectProvider", "iam-entity-already-exists.xml", 409).On("CreatePolicy", "iam-entity-already-exists.xml", 409);

        Assert.False(await Federation(server).CreateProviderAsync(new NewIdentityProvider(Provider, "https://host", "audience", ["aa"]), Token));
        Assert.False(await Federation(server).CreatePolicyAsync(NewPolicy(), Token));
    }

    [Fact]
    public async Task Audience_is_added_and_thumbprints_are_replaced()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("AddClientIDToOpenIDConnectProvider", "iam-empty-response.xml")
            .On("UpdateOpenIDConnectProviderThumbprint", "iam-empty-response.xml");

        await Federation(server).AddAudienceAsync(Provider, "arn:aws:iam::444455556666:root", Token);
        await Federation(server).ReplaceThumbprintsAsync(Provider, ["aa", "bb"], Token);

        Assert.Equal(Provider, server.Calls[0].Fields["OpenIDConnectProviderArn"]);
        Assert.Equal("arn:aws:iam::444455556666:root", server.Calls[0].Fields["ClientID"]);
        Assert.Equal(Provider, server.Calls[1].Fields["OpenIDConnectProviderArn"]);
        Assert.Equal("bb", server.Calls[1].Fields["ThumbprintList.member.2"]);
    }

    [Fact]
    public async Task Policy_has_the_document_that_applies_and_its_other_versions_oldest_first()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ListPolicyVersions", "iam-policy-versions-1.xml").On("ListPolicyVersions", "iam-policy-versions-2.xml")
            .On("GetPolicyVersion", "iam-get-policy-version.xml");

        var policy = await Federation(server).ObservePolicyAsync(Policy, Token);

        Assert.Equal(
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"a\u002Bb"}]}""", policy!.Document!.Json);
        Assert.Equal(["v1", "v2"], policy.OtherVersions);
        Assert.Equal("page-2", server.Calls[1].Fields["Marker"]);
        Assert.Equal("v3", server.Calls[2].Fields["VersionId"]);
    }

    [Fact]
    public async Task List_of_versions_that_does_not_proceed_is_a_failure()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("ListPolicyVersions", "iam-policy-versions-1.xml").On("ListPolicyVersions", "iam-policy-versions-1.xml");

        await Assert.ThrowsAsync<AwsException>(() => Federation(server).ObservePolicyAsync(Policy, Token));
    }

    [Fact]
    public async Task Policy_is_created_and_gets_versions_that_apply()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("CreatePolicy", "iam-empty-response.xml").On("CreatePolicyVersion", "iam-empty-response.xml");

        Assert.True(await Federation(server).CreatePolicyAsync(NewPolicy(), Token));
        Assert.True(await Federation(server).AddPolicyVersionAsync(Policy, PolicyDocument.Parse("""{"a":1}"""), Token));

        Assert.Equal("VisionOnePolicyPart1", server.Calls[0].Fields["PolicyName"]);
        Assert.Equal("""{"Version":"2012-10-17"}""", server.Calls[0].Fields["PolicyDocument"]);
        Assert.Equal("Why it exists", server.Calls[0].Fields["Description"]);
        Assert.Equal(Policy, server.Calls[1].Fields["PolicyArn"]);
        Assert.Equal("""{"a":1}""", server.Calls[1].Fields["PolicyDocument"]);
        Assert.Equal("true", server.Calls[1].Fields["SetAsDefault"]);
    }

    [Fact]
    public async Task Sixth_version_of_a_policy_is_refused_without_an_exception()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("CreatePolicyVersion", "iam-limit-exceeded.xml", 409);

        Assert.False(await Federation(server).AddPolicyVersionAsync(Policy, PolicyDocument.Parse("""{"a":1}"""), Token));
    }

    [Fact]
    public async Task Deletion_of_a_deleted_version_is_no_failure()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("DeletePolicyVersion", "iam-no-such-entity.xml", 404);

        await Federation(server).DeletePolicyVersionAsync(Policy, "v1", Token);

        Assert.Equal("v1", Assert.Single(server.Calls).Fields["VersionId"]);
    }

    [Fact]
    public async Task Policy_is_attached_to_a_role()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("AttachRolePolicy", "iam-empty-response.xml");

        await Federation(server).AttachRolePolicyAsync("VisionOneRole", Policy, Token);

        Assert.Equal("VisionOneRole", Assert.Single(server.Calls).Fields["RoleName"]);
        Assert.Equal(Policy, server.Calls[0].Fields["PolicyArn"]);
    }

    private static NewManagedPolicy NewPolicy() =>
        new(Policy, "VisionOnePolicyPart1", "Why it exists", PolicyDocument.Parse("""{"Version":"2012-10-17"}"""));

    private static IMemberFederation Federation(LoopbackServer server) =>
        new MemberAccount(_ => Task.FromResult(new IamClient(server.Connection()))).Federation;
}
