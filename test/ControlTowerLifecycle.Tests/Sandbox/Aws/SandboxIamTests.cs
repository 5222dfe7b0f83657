using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Tests.Sandbox.Aws;

public sealed class SandboxIamTests
{
    private const string Vendor = "arn:aws:iam::147995105371:root";

    [Fact]
    public async Task Policy_documents_are_returned_url_encoded_and_unchanged()
    {
        await using var run = await SandboxRun.StartAsync();
        var trust = SandboxRun.Trust(Vendor, "a b+c");
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        await account.IamAsync("CreateRole", ("RoleName", "Any"), ("AssumeRolePolicyDocument", trust));

        var encoded = (await account.IamAsync("GetRole", ("RoleName", "Any"))).Value("AssumeRolePolicyDocument");

        Assert.StartsWith("%7B%22Version%22%3A", encoded, StringComparison.Ordinal);
        Assert.Contains("a%20b%2Bc", encoded, StringComparison.Ordinal);
        Assert.Equal(trust, Uri.UnescapeDataString(encoded));
    }

    [Fact]
    public async Task Second_role_of_the_same_name_is_refused_regardless_of_case()
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        await Create(account, "Any", SandboxRun.Trust(Vendor));

        Assert.Equal((409, "EntityAlreadyExists"), Seen(await Create(account, "Any", SandboxRun.Trust(Vendor))));
        Assert.Equal((409, "EntityAlreadyExists"), Seen(await Create(account, "ANY", SandboxRun.Trust(Vendor))));
    }

    [Theory]
    [InlineData("has a blank")]
    [InlineData("a-name-of-sixty-five-characters-is-longer-than-the-limit-of-IAM---")]
    public async Task Invalid_role_name_is_refused(string name)
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);

        Assert.Equal((400, "ValidationError"), Seen(await Create(account, name, SandboxRun.Trust(Vendor))));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"Statement":[]}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole"}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Principal":{"AWS":"nobody"},"Action":"sts:AssumeRole"}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Principal":"*","Action":"iam:GetRole"}}""")]
    public async Task Invalid_trust_policy_is_refused(string trust)
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);

        Assert.Equal((400, "MalformedPolicyDocument"), Seen(await Create(account, "Any", trust)));
    }

    [Fact]
    public async Task Trust_policy_is_limited_to_2048_characters_without_white_space()
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        var room = 2048 - SandboxRun.Trust(Vendor, "").Length;

        Assert.Equal(
            200, (
                await Create(
                    account, "Full", SandboxRun.Trust(Vendor, new string('x', room)) + new string(' ', 500))).Status);
        var over = await Create(account, "Over", SandboxRun.Trust(Vendor, new string('x', room + 1)));
        Assert.Equal((409, "LimitExceeded"), Seen(over));
    }

    [Fact]
    public async Task Inline_policies_of_a_role_are_limited_to_10240_characters_together()
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        await Create(account, "Any", SandboxRun.Trust(Vendor));
        var policy = SandboxRun.Allow("s3:" + new string('x', 10_240 - SandboxRun.Allow("s3:").Length));

        Assert.Equal(200, (await Put(account, "One", policy)).Status);
        Assert.Equal((409, "LimitExceeded"), Seen(await Put(account, "Two", SandboxRun.Allow("s3:Get"))));
        Assert.Equal(200, (await Put(account, "One", SandboxRun.Allow("s3:Get"))).Status);
    }

    [Fact]
    public async Task Role_is_limited_to_fifty_tags()
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        await Create(account, "Any", SandboxRun.Trust(Vendor));

        Assert.Equal(200, (await account.IamAsync("TagRole", [("RoleName", "Any"), .. Tags(1, 50)])).Status);
        Assert.Equal(
            (409, "LimitExceeded"), Seen(await account.IamAsync("TagRole", [("RoleName", "Any"), .. Tags(51, 1)])));
        Assert.Equal(
            (400, "ValidationError"), Seen(await account.IamAsync("TagRole", [("RoleName", "Any"), .. Tags(1, 51)])));
        await account.IamAsync(
            "UntagRole", ("RoleName", "Any"), ("TagKeys.member.1", "key1"), ("TagKeys.member.2", "key2"));
        Assert.Equal(48, (await account.IamAsync("ListRoleTags", ("RoleName", "Any"))).Values("Key").Count);
    }

    [Fact]
    public async Task Attached_policies_are_listed_in_pages_and_detached_individually()
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(DefaultOrganization.PredecessorId);
        var role = ("RoleName", DefaultOrganization.PredecessorRole);
        await account.IamAsync("AttachRolePolicy", role, ("PolicyArn", "arn:aws:iam::aws:policy/ReadOnlyAccess"));

        var first = await account.IamAsync("ListAttachedRolePolicies", role, ("MaxItems", "1"));
        var second = await account.IamAsync("ListAttachedRolePolicies", role, ("Marker", first.Value("Marker")));
        var leftover = Assert.Single(
            first.Values("PolicyArn").Concat(second.Values("PolicyArn")),
            arn => arn.Contains(":policy/Cloud", StringComparison.Ordinal));

        Assert.Equal(("true", "false"), (first.Value("IsTruncated"), second.Value("IsTruncated")));
        Assert.Equal(200, (await account.IamAsync("DetachRolePolicy", role, ("PolicyArn", leftover))).Status);
        Assert.Equal(
            (404, "NoSuchEntity"), Seen(await account.IamAsync("DetachRolePolicy", role, ("PolicyArn", leftover))));
    }

    [Fact]
    public async Task Unknown_policy_cannot_be_attached()
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        await Create(account, "Any", SandboxRun.Trust(Vendor));

        var reply = await account.IamAsync(
            "AttachRolePolicy", ("RoleName", "Any"), ("PolicyArn", $"arn:aws:iam::{SandboxRun.Ordinary}:policy/None"));

        Assert.Equal((404, "NoSuchEntity"), Seen(reply));
    }

    [Fact]
    public async Task Role_with_policies_cannot_be_deleted()
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        await Create(account, "Any", SandboxRun.Trust(Vendor));
        await Put(account, "One", SandboxRun.Allow("s3:Get"));

        Assert.Equal((409, "DeleteConflict"), Seen(await account.IamAsync("DeleteRole", ("RoleName", "Any"))));
        await account.IamAsync("DeleteRolePolicy", ("RoleName", "Any"), ("PolicyName", "One"));
        Assert.Equal(200, (await account.IamAsync("DeleteRole", ("RoleName", "Any"))).Status);
        Assert.Equal((404, "NoSuchEntity"), Seen(await account.IamAsync("GetRole", ("RoleName", "Any"))));
    }

    [Fact]
    public async Task Unknown_inline_policy_returns_NoSuchEntity()
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(DefaultOrganization.PredecessorId);

        var reply = await account.IamAsync(
            "GetRolePolicy", ("RoleName", DefaultOrganization.PredecessorRole), ("PolicyName", "None"));

        Assert.Equal((404, "NoSuchEntity"), Seen(reply));
    }

    private static Task<AwsReply> Create(AwsCaller account, string name, string trust) =>
        account.IamAsync("CreateRole", ("RoleName", name), ("AssumeRolePolicyDocument", trust));

    private static Task<AwsReply> Put(AwsCaller account, string name, string policy) =>
        account.IamAsync("PutRolePolicy", ("RoleName", "Any"), ("PolicyName", name), ("PolicyDocument", policy));

    private static IEnumerable<(string, string)> Tags(int first, int count) =>
        Enumerable.Range(first, count).SelectMany(
        (number, index) =>
            new[] { ($"Tags.member.{index + 1}.Key", $"key{number}"), ($"Tags.member.{index + 1}.Value", "value") });

    private static (int, string?) Seen(AwsReply reply) => (reply.Status, reply.Code);
}
