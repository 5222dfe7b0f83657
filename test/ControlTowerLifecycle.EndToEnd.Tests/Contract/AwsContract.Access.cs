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
    public async Task Session_in_another_account_acts_in_that_account()
    {
        var session = await AssumeExecutionRoleAsync();

        var role = await new IamClient(session).GetRoleAsync(Emulator.RoleWithPolicies, Token);

        Assert.Equal($"arn:aws:iam::{Emulator.MemberAccountIds[0]}:role/{Emulator.RoleWithPolicies}", role?.Arn);
        Assert.Null(await new IamClient(Connect()).GetRoleAsync(Emulator.RoleWithPolicies, Token));
    }

    [Fact]
    public async Task Wrong_secret_key_is_distinguished_from_a_missing_permission()
    {
        var wrong = Connect(Emulator.Administrator with { Secret = "not-the-secret" });

        var query = await Assert.ThrowsAsync<AwsException>(() => new IamClient(wrong).GetRoleAsync("Missing", Token));
        var json = await Assert.ThrowsAsync<AwsException>(
            () => new OrganizationsClient(wrong).DescribeAccountAsync(Emulator.MemberAccountIds[0], Token));
        var sts = await Assert.ThrowsAsync<AwsException>(() => AssumeExecutionRoleAsync(wrong));

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
            () => new OrganizationsClient(unauthorized).DescribeAccountAsync(Emulator.MemberAccountIds[0], Token));

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
