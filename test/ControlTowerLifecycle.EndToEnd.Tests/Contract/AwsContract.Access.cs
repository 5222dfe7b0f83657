using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Iam;
using ControlTowerLifecycle.Aws.Organizations;
using ControlTowerLifecycle.Aws.Sts;
using ControlTowerLifecycle.Failures;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Contract;

public abstract partial class AwsContract
{
    [Fact]
    public async Task Caller_reads_its_identity()
    {
        var identity = await new StsClient(Connect()).GetCallerIdentityAsync(Token);

        Assert.Equal(Emulator.ManagementAccountId, identity.AccountId);
        Assert.EndsWith(Emulator.AdministratorName, identity.Arn, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_in_another_account_has_the_identity_of_that_account()
    {
        var session = await AssumeExecutionRoleAsync();

        var identity = await new StsClient(session.Connection).GetCallerIdentityAsync(Token);

        Assert.Equal(Emulator.MemberAccountIds[0], identity.AccountId);
        Assert.Equal(session.Arn, identity.Arn);
        Assert.True(session.ExpiresAt > TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Wrong_secret_key_is_distinguished_from_a_missing_permission()
    {
        var wrong = Connect(Emulator.Administrator with { Secret = "not-the-secret" });

        var query = await Assert.ThrowsAsync<AwsException>(() => new IamClient(wrong).GetRoleAsync("Missing", Token));
        var json = await Assert.ThrowsAsync<AwsException>(
            () => new OrganizationsClient(wrong).DescribeOrganizationAsync(Token));
        var sts = await Assert.ThrowsAsync<AwsException>(() => new StsClient(wrong).GetCallerIdentityAsync(Token));

        Assert.All([query, json, sts], exception =>
        {
            Assert.True(exception.Code is "SignatureDoesNotMatch" or "InvalidSignatureException", exception.ToString());
            Assert.Equal(FailureKind.NeedsOperator, exception.Kind);
            Assert.Contains("secret access key", exception.Advice, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Unknown_access_key_needs_the_operator()
    {
        var unknown = Connect(new AccessKey("AKIAUNKNOWNUNKNOWN00", "secret"));

        var exception = await Assert.ThrowsAsync<AwsException>(
            () => new IamClient(unknown).GetRoleAsync("Missing", Token));

        Assert.Equal("InvalidClientTokenId", exception.Code);
        Assert.Equal(FailureKind.NeedsOperator, exception.Kind);
    }

    [Fact]
    public async Task Denied_action_is_named_in_the_advice()
    {
        var unauthorized = Connect(Emulator.Unauthorized);

        var iam = await Assert.ThrowsAsync<AwsException>(
            () => new IamClient(unauthorized).GetRoleAsync("Missing", Token));
        var organizations = await Assert.ThrowsAsync<AwsException>(
            () => new OrganizationsClient(unauthorized).DescribeOrganizationAsync(Token));

        Assert.Equal("AccessDenied", iam.Code);
        Assert.Contains("iam:GetRole", iam.Advice, StringComparison.Ordinal);
        Assert.Equal(FailureKind.NeedsOperator, organizations.Kind);
        Assert.Contains("organizations:DescribeOrganization", organizations.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_AssumeRole_is_retryable()
    {
        var exception = await Assert.ThrowsAsync<AwsException>(
            () => new StsClient(Connect(Emulator.Unauthorized))
                .AssumeRoleAsync(Emulator.ExecutionRoleArn, "contract", null, TimeSpan.FromMinutes(15), Token));

        Assert.Equal("AccessDenied", exception.Code);
        Assert.Equal(FailureKind.Retryable, exception.Kind);
    }
}
