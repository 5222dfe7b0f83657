using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Tests.Sandbox.Aws;

/// <summary>SimulatePrincipalPolicy says of a call what the sandbox does with it.</summary>
public sealed class SandboxSimulationTests
{
    private const string Execution = ControlTowerAccount.ExecutionRole;

    [Fact]
    public async Task Execution_role_may_do_what_no_policy_denies()
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await SimulateAsync(run, "iam:CreateRole", "iam:PutRolePolicy");

        Assert.Equal(200, reply.Status);
        Assert.Equal(["allowed", "allowed"], reply.Values("EvalDecision"));
        Assert.Equal(["iam:CreateRole", "iam:PutRolePolicy"], reply.Values("EvalActionName"));
        Assert.Equal(["true", "true"], reply.Values("AllowedByOrganizations"));
    }

    [Fact]
    public async Task Service_control_policy_that_refuses_the_call_denies_the_simulation()
    {
        await using var run = await SandboxRun.StartAsync();
        run.Server.ServiceControlPolicy = Deny("iam:CreateRole");

        var reply = await SimulateAsync(run, "iam:CreateRole", "iam:GetRole");
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        var call = await account.IamAsync(
            "CreateRole", ("RoleName", "Any"), ("AssumeRolePolicyDocument", SandboxRun.Trust("111122223333")));

        Assert.Equal(["explicitDeny", "allowed"], reply.Values("EvalDecision"));
        Assert.Equal(["false", "true"], reply.Values("AllowedByOrganizations"));
        Assert.Equal(403, call.Status);
    }

    [Fact]
    public async Task Inline_policy_that_denies_is_no_decision_of_the_organization()
    {
        await using var run = await SandboxRun.StartAsync();
        ChangeRole(run, role => role with { InlinePolicies = role.InlinePolicies.SetItem("deny", DenyText("iam:CreateRole")) });

        var reply = await SimulateAsync(run, "iam:CreateRole");

        Assert.Equal(("explicitDeny", "true"), (reply.Value("EvalDecision"), reply.Value("AllowedByOrganizations")));
    }

    [Fact]
    public async Task Role_without_policies_is_denied_implicitly()
    {
        await using var run = await SandboxRun.StartAsync();
        ChangeRole(run, role => role with
        {
            AttachedPolicyArns = role.AttachedPolicyArns.Clear(),
            InlinePolicies = role.InlinePolicies.Clear().SetItem("self", SandboxRun.Allow("iam:SimulatePrincipalPolicy")),
        });

        Assert.Equal("implicitDeny", (await SimulateAsync(run, "iam:CreateRole")).Value("EvalDecision"));
    }

    [Fact]
    public async Task Condition_key_that_the_request_does_not_have_is_reported_as_missing()
    {
        await using var run = await SandboxRun.StartAsync();
        run.Server.ServiceControlPolicy = SandboxPolicy.Parse(
            """
            {"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:*","Resource":"*",
            "Condition":{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/AWSControlTowerExecution"}}}}
            """,
            PolicyKind.Identity);
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        (string, string)[] key =
        [
            ("ContextEntries.member.1.ContextKeyName", "aws:PrincipalArn"),
            ("ContextEntries.member.1.ContextKeyType", "string"),
            ("ContextEntries.member.1.ContextKeyValues.member.1", SandboxRun.RoleArn(SandboxRun.Ordinary, Execution)),
        ];

        var without = await account.IamAsync("SimulatePrincipalPolicy", [.. Request("iam:CreateRole")]);
        var with = await account.IamAsync("SimulatePrincipalPolicy", [.. Request("iam:CreateRole"), .. key]);

        Assert.Contains("<MissingContextValues><member>aws:PrincipalArn</member></MissingContextValues>", without.Text, StringComparison.Ordinal);
        Assert.Equal("allowed", with.Value("EvalDecision"));
        Assert.DoesNotContain("<MissingContextValues><member>", with.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Roles_that_are_missing_or_in_another_account_are_refused()
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);

        var missing = await account.IamAsync(
            "SimulatePrincipalPolicy",
            ("PolicySourceArn", SandboxRun.RoleArn(SandboxRun.Ordinary, "None")), ("ActionNames.member.1", "iam:GetRole"));
        var foreign = await account.IamAsync(
            "SimulatePrincipalPolicy",
            ("PolicySourceArn", SandboxRun.RoleArn(DefaultOrganization.AuditId, Execution)), ("ActionNames.member.1", "iam:GetRole"));

        Assert.Equal((404, "NoSuchEntity"), (missing.Status, missing.Code));
        Assert.Equal((400, "InvalidInput"), (foreign.Status, foreign.Code));
    }

    private static async Task<AwsReply> SimulateAsync(SandboxRun run, params string[] actions) =>
        await (await run.Aws.AssumeAsync(SandboxRun.Ordinary)).IamAsync("SimulatePrincipalPolicy", [.. Request(actions)]);

    private static IEnumerable<(string Name, string Value)> Request(params string[] actions) =>
    [
        ("PolicySourceArn", SandboxRun.RoleArn(SandboxRun.Ordinary, Execution)),
        .. actions.Select((action, index) => ($"ActionNames.member.{index + 1}", action)),
        ("ResourceArns.member.1", SandboxRun.RoleArn(SandboxRun.Ordinary)),
    ];

    private static void ChangeRole(SandboxRun run, Func<SandboxRole, SandboxRole> change) => run.Server.Organization.Change(
        SandboxRun.Ordinary, account => account.With(change(account.Role(Execution)!)));

    private static SandboxPolicy Deny(string action) => SandboxPolicy.Parse(DenyText(action), PolicyKind.Identity);

    private static string DenyText(string action) =>
        $$$"""{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"{{{action}}}","Resource":"*"}}""";
}
