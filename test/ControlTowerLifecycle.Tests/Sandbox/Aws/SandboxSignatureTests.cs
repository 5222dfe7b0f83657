using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Tests.Sandbox.Aws;

public sealed class SandboxSignatureTests
{
    [Fact]
    public async Task AWS_SDK_calls_succeed()
    {
        await using var run = await SandboxRun.StartAsync();
        using var sts = Client(run.Server);

        var identity = await sts.GetCallerIdentityAsync(
            new GetCallerIdentityRequest(), TestContext.Current.CancellationToken);
        var session = await sts.AssumeRoleAsync(
            Assuming("AWSControlTowerExecution"), TestContext.Current.CancellationToken);

        Assert.Equal(DefaultOrganization.ManagementId, identity.Account);
        Assert.Equal(
            $"arn:aws:sts::{SandboxRun.Ordinary}:assumed-role/AWSControlTowerExecution/test",
            session.AssumedRoleUser.Arn);
    }

    [Fact]
    public async Task AWS_SDK_reads_the_refusal_for_an_unknown_role()
    {
        await using var run = await SandboxRun.StartAsync();
        using var sts = Client(run.Server);

        var refusal = await Assert.ThrowsAsync<AmazonSecurityTokenServiceException>(() => sts.AssumeRoleAsync(
            Assuming("NoSuchRole"), TestContext.Current.CancellationToken));

        Assert.Equal("AccessDenied", refusal.ErrorCode);
        Assert.Contains(
            "is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::", refusal.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_secret_key_is_refused_with_the_code_of_each_protocol()
    {
        await using var run = await SandboxRun.StartAsync();
        var forger = run.Aws with { SecretKey = "not the secret" };

        Assert.Equal((403, "SignatureDoesNotMatch"), Seen(await forger.IamAsync("GetRole", ("RoleName", "Any"))));
        Assert.Equal((400, "InvalidSignatureException"), Seen(await forger.OrganizationsAsync("ListAccounts")));
    }

    [Fact]
    public async Task Unknown_access_key_is_refused_with_the_code_of_each_protocol()
    {
        await using var run = await SandboxRun.StartAsync();
        var stranger = run.Aws with { AccessKey = "ASIAUNKNOWNUNKNOWN00" };

        Assert.Equal((403, "InvalidClientTokenId"), Seen(await stranger.IamAsync("GetRole", ("RoleName", "Any"))));
        Assert.Equal((400, "UnrecognizedClientException"), Seen(await stranger.OrganizationsAsync("ListAccounts")));
    }

    [Fact]
    public async Task Temporary_credentials_without_their_token_are_refused()
    {
        await using var run = await SandboxRun.StartAsync();
        var forgetful = run.Aws with { SessionToken = null };

        Assert.Equal((403, "InvalidClientTokenId"), Seen(await forgetful.StsAsync("GetCallerIdentity")));
    }

    [Fact]
    public async Task Iam_call_signed_for_the_home_region_is_refused()
    {
        await using var run = await SandboxRun.StartAsync();
        var local = run.Aws with { Region = "eu-west-1" };

        Assert.Equal((403, "SignatureDoesNotMatch"), Seen(await local.IamAsync("GetRole", ("RoleName", "Any"))));
        Assert.Equal((400, "InvalidSignatureException"), Seen(await local.OrganizationsAsync("ListAccounts")));
    }

    [Fact]
    public async Task Sts_call_signed_for_another_region_is_refused()
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await (run.Aws with { Region = "us-east-1" }).StsAsync("GetCallerIdentity");

        Assert.Equal((403, "SignatureDoesNotMatch"), Seen(reply));
    }

    [Fact]
    public async Task Signature_for_another_service_is_refused()
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await (run.Aws with { Service = "sts" }).IamAsync("GetRole", ("RoleName", "Any"));

        Assert.Equal((403, "SignatureDoesNotMatch"), Seen(reply));
    }

    [Fact]
    public async Task Unsigned_x_amz_header_is_refused()
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await (run.Aws with { UnsignedHeader = "x-amz-smuggled" }).StsAsync("GetCallerIdentity");

        Assert.Equal((403, "SignatureDoesNotMatch"), Seen(reply));
    }

    [Fact]
    public async Task Clock_difference_of_twenty_minutes_is_refused()
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await (run.Aws with { ClockOffset = TimeSpan.FromMinutes(-20) }).StsAsync("GetCallerIdentity");

        Assert.Equal((403, "SignatureDoesNotMatch"), Seen(reply));
        Assert.Contains("Signature expired", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expired_session_is_refused_with_the_code_of_each_protocol()
    {
        await using var run = await SandboxRun.StartAsync(new SandboxOptions { ClockSkew = null });
        var session = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        run.Time.Advance(TimeSpan.FromMinutes(61));

        Assert.Equal((403, "ExpiredToken"), Seen(await session.IamAsync("GetRole", ("RoleName", "Any"))));
        Assert.Equal((400, "ExpiredTokenException"), Seen(await session.OrganizationsAsync("ListAccounts")));
    }

    [Fact]
    public async Task Request_without_a_signature_is_refused()
    {
        await using var run = await SandboxRun.StartAsync();
        using var client = new HttpClient();
        using var form = new FormUrlEncodedContent([new("Action", "GetCallerIdentity"), new("Version", "2011-06-15")]);

        using var reply = await client.PostAsync(run.Server.AwsEndpoint, form, TestContext.Current.CancellationToken);

        Assert.Contains(
            "MissingAuthenticationToken", await reply.Content.ReadAsStringAsync(
                TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unsupported_operation_is_refused_by_name()
    {
        await using var run = await SandboxRun.StartAsync();

        Assert.Equal((400, "InvalidAction"), Seen(await run.Aws.IamAsync("CreateUser")));
        Assert.Equal((404, "UnknownOperationException"), Seen(await run.Aws.OrganizationsAsync("CloseAccount")));
    }

    private static AssumeRoleRequest Assuming(string role) =>
        new() { RoleArn = SandboxRun.RoleArn(SandboxRun.Ordinary, role), RoleSessionName = "test" };

    private static (int, string?) Seen(AwsReply reply) => (reply.Status, reply.Code);

    private static AmazonSecurityTokenServiceClient Client(SandboxServer sandbox) => new(
        new SessionAWSCredentials(
            sandbox.Credentials.AccessKey, sandbox.Credentials.SecretKey, sandbox.Credentials.SessionToken),
        new AmazonSecurityTokenServiceConfig
        {
            ServiceURL = sandbox.AwsEndpoint.ToString(),
            AuthenticationRegion = "eu-west-1",
        });
}
