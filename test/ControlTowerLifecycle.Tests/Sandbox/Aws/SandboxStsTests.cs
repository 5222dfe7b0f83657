using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Tests.Sandbox.Aws;

public sealed class SandboxStsTests
{
    [Fact]
    public async Task The_management_account_has_no_execution_role()
    {
        await using var run = await SandboxRun.StartAsync();

        Assert.Equal("AccessDenied", (await Assume(run, DefaultOrganization.ManagementId)).Code);
    }

    [Theory]
    [InlineData(DefaultOrganization.SuspendedId)]
    [InlineData(DefaultOrganization.UngovernedId)]
    public async Task An_account_that_is_suspended_or_not_governed_cannot_be_entered(string accountId)
    {
        await using var run = await SandboxRun.StartAsync();

        Assert.Equal((403, "AccessDenied"), Seen(await Assume(run, accountId)));
    }

    [Fact]
    public async Task The_external_id_of_the_trust_policy_must_be_given_and_must_be_right()
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        var trust = SandboxRun.Trust(DefaultOrganization.ManagementId, "the-right-one");
        await account.IamAsync("CreateRole", ("RoleName", "Guarded"), ("AssumeRolePolicyDocument", trust));
        var arn = SandboxRun.RoleArn(SandboxRun.Ordinary, "Guarded");

        Assert.Equal("AccessDenied", (await run.Aws.AssumeRoleAsync(arn)).Code);
        Assert.Equal("AccessDenied", (await run.Aws.AssumeRoleAsync(arn, ("ExternalId", "the-wrong-one"))).Code);
        Assert.Equal(200, (await run.Aws.AssumeRoleAsync(arn, ("ExternalId", "the-right-one"))).Status);
    }

    [Fact]
    public async Task A_principal_that_the_trust_policy_does_not_name_is_refused()
    {
        await using var run = await SandboxRun.StartAsync();
        var stranger = await run.Aws.AssumeAsync(DefaultOrganization.AuditId);

        Assert.Equal(
            "AccessDenied",
            (await stranger.AssumeRoleAsync(SandboxRun.RoleArn(SandboxRun.Ordinary, "AWSControlTowerExecution"))).Code);
    }

    [Fact]
    public async Task A_role_cannot_be_assumed_until_it_has_propagated()
    {
        await using var run = await SandboxRun.StartAsync(
            new SandboxOptions { RolePropagationDelay = TimeSpan.FromSeconds(30), ClockSkew = null });
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        var trust = SandboxRun.Trust(DefaultOrganization.ManagementId);
        await account.IamAsync("CreateRole", ("RoleName", "Fresh"), ("AssumeRolePolicyDocument", trust));
        var arn = SandboxRun.RoleArn(SandboxRun.Ordinary, "Fresh");

        Assert.Equal("AccessDenied", (await run.Aws.AssumeRoleAsync(arn)).Code);
        run.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(200, (await run.Aws.AssumeRoleAsync(arn)).Status);
    }

    [Fact]
    public async Task A_session_policy_bounds_the_session_by_action_and_by_resource()
    {
        await using var run = await SandboxRun.StartAsync();
        var narrow = await run.Aws.AssumeAsync(
            SandboxRun.Ordinary, policy: SandboxRun.Allow(
                "iam:GetRole", $"arn:aws:iam::{SandboxRun.Ordinary}:role/AWSControlTower*"));

        Assert.Equal(200, (await narrow.IamAsync("GetRole", ("RoleName", "AWSControlTowerExecution"))).Status);
        var byResource = await narrow.IamAsync("GetRole", ("RoleName", "Another"));
        Assert.Equal((403, "AccessDenied"), Seen(byResource));
        Assert.Contains(
            "because no session policy allows the iam:GetRole action", byResource.Text, StringComparison.Ordinal);
        Assert.Equal(
            "AccessDenied", (await narrow.IamAsync("DeleteRole", ("RoleName", "AWSControlTowerExecution"))).Code);
    }

    [Fact]
    public async Task A_deny_in_a_session_policy_wins()
    {
        await using var run = await SandboxRun.StartAsync();
        var narrow = await run.Aws.AssumeAsync(
            SandboxRun.Ordinary,
            policy:
            """
            {"Statement":[
              {"Effect":"Allow","Action":"*","Resource":"*"},
              {"Effect":"Deny","Action":"iam:Get*","Resource":"*"}]}
            """);

        var reply = await narrow.IamAsync("GetRole", ("RoleName", "AWSControlTowerExecution"));

        Assert.Contains("with an explicit deny in a session policy", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_of_one_account_never_sees_the_roles_of_another()
    {
        await using var run = await SandboxRun.StartAsync();
        var audit = await run.Aws.AssumeAsync(DefaultOrganization.AuditId);

        Assert.Equal(
            (404, "NoSuchEntity"), Seen(await audit.IamAsync("GetRole", ("RoleName", SandboxRun.ConnectorRole))));
    }

    [Fact]
    public async Task A_session_policy_may_have_2048_characters_and_no_more()
    {
        await using var run = await SandboxRun.StartAsync();
        var arn = SandboxRun.RoleArn(SandboxRun.Ordinary, "AWSControlTowerExecution");
        var policy = SandboxRun.Allow("iam:*");

        Assert.Equal(200, (await run.Aws.AssumeRoleAsync(arn, ("Policy", policy.PadRight(2048)))).Status);
        Assert.Equal(
            (400, "ValidationError"), Seen(await run.Aws.AssumeRoleAsync(arn, ("Policy", policy.PadRight(2049)))));
        Assert.Equal("MalformedPolicyDocument", (await run.Aws.AssumeRoleAsync(arn, ("Policy", "{"))).Code);
    }

    [Theory]
    [InlineData("899")]
    [InlineData("3601")]
    public async Task A_chained_session_lasts_fifteen_minutes_to_an_hour(string seconds)
    {
        await using var run = await SandboxRun.StartAsync();
        var arn = SandboxRun.RoleArn(SandboxRun.Ordinary, "AWSControlTowerExecution");

        Assert.Equal("ValidationError", (await run.Aws.AssumeRoleAsync(arn, ("DurationSeconds", seconds))).Code);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("has a blank")]
    [InlineData("a-name-of-sixty-five-characters-is-one-more-than-STS-has-a-mind-to")]
    public async Task A_session_name_that_is_no_session_name_is_refused(string name)
    {
        await using var run = await SandboxRun.StartAsync();
        var arn = SandboxRun.RoleArn(SandboxRun.Ordinary, "AWSControlTowerExecution");

        Assert.Equal(
            "ValidationError",
            (await run.Aws.StsAsync("AssumeRole", ("RoleArn", arn), ("RoleSessionName", name))).Code);
    }

    [Fact]
    public async Task The_functions_are_held_to_their_identity_policy()
    {
        await using var run = await SandboxRun.StartAsync();
        run.Server.RestrictFunctions(
            SandboxRun.Allow("sts:AssumeRole", "arn:aws:iam::*:role/AWSControlTowerExecution"));

        Assert.Equal(200, (await Assume(run, SandboxRun.Ordinary)).Status);
        Assert.Equal((400, "AccessDeniedException"), Seen(await run.Aws.OrganizationsAsync("ListAccounts")));
        Assert.Equal(200, (await run.Aws.StsAsync("GetCallerIdentity")).Status);
    }

    private static Task<AwsReply> Assume(SandboxRun run, string accountId) =>
        run.Aws.AssumeRoleAsync(SandboxRun.RoleArn(accountId, "AWSControlTowerExecution"));

    private static (int, string?) Seen(AwsReply reply) => (reply.Status, reply.Code);
}
