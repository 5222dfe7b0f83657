namespace ControlTowerLifecycle.Tests.Sandbox.Aws;

/// <summary>OIDC providers and customer managed policies.</summary>
public sealed class SandboxFederationTests
{
    private const string Host = "cloudaccounts-eu.xdr.trendmicro.com";

    private static readonly string ProviderArn = $"arn:aws:iam::{SandboxRun.Ordinary}:oidc-provider/{Host}";
    private static readonly string PolicyArn = $"arn:aws:iam::{SandboxRun.Ordinary}:policy/Any";

    [Fact]
    public async Task Provider_has_five_thumbprints_at_most()
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);

        Assert.Equal((400, "InvalidInput"), Seen(await CreateAsync(account, Thumbprints("abcdef"))));
        Assert.Equal(200, (await CreateAsync(account, Thumbprints("abcde"))).Status);
        Assert.Equal((400, "InvalidInput"), Seen(await UpdateAsync(account, Thumbprints("abcdef"))));
    }

    [Fact]
    public async Task Thumbprints_are_optional_and_an_update_replaces_them()
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);

        Assert.Equal(200, (await CreateAsync(account)).Status);
        Assert.Equal(200, (await UpdateAsync(account, Thumbprints("ab"))).Status);
        Assert.Equal(200, (await UpdateAsync(account, Thumbprints("c"))).Status);
        Assert.Equal((400, "ValidationError"), Seen(await UpdateAsync(account)));
        Assert.Equal((400, "ValidationError"), Seen(await UpdateAsync(account, ("ThumbprintList.member.1", "short"))));

        var found = await account.IamAsync("GetOpenIDConnectProvider", ("OpenIDConnectProviderArn", ProviderArn));
        Assert.Equal(["audience", new string('c', 40)], found.Values("member"));
        Assert.Equal(Host, found.Value("Url"));
    }

    [Fact]
    public async Task Second_provider_of_a_host_is_refused()
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        await CreateAsync(account);

        Assert.Equal((409, "EntityAlreadyExists"), Seen(await CreateAsync(account)));
    }

    [Theory]
    [InlineData("cloudaccounts-eu.xdr.trendmicro.com")]
    [InlineData("http://cloudaccounts-eu.xdr.trendmicro.com")]
    public async Task Provider_has_an_https_URL(string url)
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);

        var reply = await account.IamAsync(
            "CreateOpenIDConnectProvider", ("Url", url), ("ClientIDList.member.1", "audience"));

        Assert.Equal((400, "InvalidInput"), Seen(reply));
    }

    [Fact]
    public async Task Managed_policy_is_limited_to_6144_characters_without_white_space()
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        var room = 6144 - SandboxRun.Allow("s3:").Length;

        var over = await CreatePolicyAsync(account, SandboxRun.Allow($"s3:{new string('x', room + 1)}"));
        var full = await CreatePolicyAsync(
            account, SandboxRun.Allow($"s3:{new string('x', room)}") + new string(' ', 500));

        Assert.Equal((409, "LimitExceeded"), Seen(over));
        Assert.Equal(200, full.Status);
    }

    [Fact]
    public async Task Managed_policy_has_five_versions_at_most_and_keeps_the_one_that_applies()
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        await CreatePolicyAsync(account, SandboxRun.Allow("s3:Get"));
        for (var version = 2; version <= 5; version++)
            Assert.Equal(200, (await AddVersionAsync(account)).Status);

        Assert.Equal((409, "LimitExceeded"), Seen(await AddVersionAsync(account)));
        Assert.Equal((409, "DeleteConflict"), Seen(await DeleteVersionAsync(account, "v5")));
        Assert.Equal(200, (await DeleteVersionAsync(account, "v1")).Status);
        Assert.Equal(200, (await AddVersionAsync(account)).Status);
    }

    private static Task<AwsReply> CreateAsync(AwsCaller account, params (string Name, string Value)[] thumbprints) =>
        account.IamAsync(
            "CreateOpenIDConnectProvider",
            [("Url", $"https://{Host}"), ("ClientIDList.member.1", "audience"), .. thumbprints]);

    private static Task<AwsReply> UpdateAsync(AwsCaller account, params (string Name, string Value)[] thumbprints) =>
        account.IamAsync(
            "UpdateOpenIDConnectProviderThumbprint", [("OpenIDConnectProviderArn", ProviderArn), .. thumbprints]);

    private static Task<AwsReply> CreatePolicyAsync(AwsCaller account, string document) =>
        account.IamAsync("CreatePolicy", ("PolicyName", "Any"), ("PolicyDocument", document));

    private static Task<AwsReply> AddVersionAsync(AwsCaller account) => account.IamAsync(
        "CreatePolicyVersion",
        ("PolicyArn", PolicyArn), ("PolicyDocument", SandboxRun.Allow("s3:Get")), ("SetAsDefault", "true"));

    private static Task<AwsReply> DeleteVersionAsync(AwsCaller account, string version) =>
        account.IamAsync("DeletePolicyVersion", ("PolicyArn", PolicyArn), ("VersionId", version));

    private static (string Name, string Value)[] Thumbprints(string digits) =>
        [.. digits.Select((digit, index) => ($"ThumbprintList.member.{index + 1}", new string(digit, 40)))];

    private static (int, string?) Seen(AwsReply reply) => (reply.Status, reply.Code);
}
