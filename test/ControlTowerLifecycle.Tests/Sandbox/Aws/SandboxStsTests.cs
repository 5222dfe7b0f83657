using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Tests.Sandbox.Aws;

public sealed class SandboxStsTests
{
    [Fact]
    public async Task Management_account_has_no_execution_role()
    {
        await using var run = await SandboxRun.StartAsync();

        Assert.Equal("AccessDenied", (await Assume(run, DefaultOrganization.ManagementId)).Code);
    }

    [Theory]
    [InlineData(DefaultOrganization.SuspendedId)]
    [InlineData(DefaultOrganization.UngovernedId)]
    public async Task Execution_role_of_a_suspended_or_ungoverned_account_cannot_be_assumed(string accountId)
    {
        await using var run = await SandboxRun.StartAsync();

        Assert.Equal((403, "AccessDenied"), Seen(await Assume(run, accountId)));
    }

    [Fact]
    public async Task External_id_must_match_the_trust_policy()
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        var trust = SandboxRun.Trust(DefaultOrganization.ManagementId, "correct-id");
        await account.IamAsync("CreateRole", ("RoleName", "Guarded"), ("AssumeRolePolicyDocument", trust));
        var arn = SandboxRun.RoleArn(SandboxRun.Ordinary, "Guarded");

        Assert.Equal("AccessDenied", (await run.Aws.AssumeRoleAsync(arn)).Code);
        Assert.Equal("AccessDenied", (await run.Aws.AssumeRoleAsync(arn, ("ExternalId", "wrong-id"))).Code);
        Assert.Equal(200, (await run.Aws.AssumeRoleAsync(arn, ("ExternalId", "correct-id"))).Status);
    }

    [Fact]
    public async Task Principal_missing_in_the_trust_policy_is_refused()
    {
        await using var run = await SandboxRun.StartAsync();
        var stranger = await run.Aws.AssumeAsync(DefaultOrganization.AuditId);

        Assert.Equal(
            "AccessDenied",
            (await stranger.AssumeRoleAsync(SandboxRun.RoleArn(SandboxRun.Ordinary, "AWSControlTowerExecution"))).Code);
    }

    [Fact]
    public async Task Role_cannot_be_assumed_until_it_has_propagated()
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
    public async Task Session_policy_limits_the_session_by_action_and_resource()
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
    public async Task Deny_in_a_session_policy_wins()
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
    public async Task Session_cannot_read_roles_of_another_account()
    {
        await using var run = await SandboxRun.StartAsync();
        var audit = await run.Aws.AssumeAsync(DefaultOrganization.AuditId);

        Assert.Equal(
            (404, "NoSuchEntity"), Seen(await audit.IamAsync("GetRole", ("RoleName", SandboxRun.ConnectorRole))));
    }

    [Fact]
    public async Task Session_policy_is_limited_to_2048_characters()
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
    public async Task Chained_session_lasts_fifteen_minutes_to_one_hour(string seconds)
    {
        await using var run = await SandboxRun.StartAsync();
        var arn = SandboxRun.RoleArn(SandboxRun.Ordinary, "AWSControlTowerExecution");

        Assert.Equal("ValidationError", (await run.Aws.AssumeRoleAsync(arn, ("DurationSeconds", seconds))).Code);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("has a blank")]
    [InlineData("a-name-of-sixty-five-characters-is-longer-than-the-limit-of-STS---")]
    public async Task Invalid_session_name_is_refused(string name)
    {
        await using var run = await SandboxRun.StartAsync();
        var arn = SandboxRun.RoleArn(SandboxRun.Ordinary, "AWSControlTowerExecution");

        Assert.Equal(
            "ValidationError",
            (await run.Aws.StsAsync("AssumeRole", ("RoleArn", arn), ("RoleSessionName", name))).Code);
    }

    [Fact]
    public async Task Identity_policy_of_the_functions_is_enforced()
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
