using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Aws.Signatures;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Tests.Sandbox.Aws;

namespace ControlTowerLifecycle.Tests.Sandbox.Deployment;

/// <summary>What an operator can read from and switch in a deployed stack. No function is started.</summary>
public sealed class DeployedStackTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stack_is_described_with_its_outputs_and_resources_while_it_exists()
    {
        await using var deployment = await StartAsync();
        var caller = Operator(deployment);

        var before = await caller.CloudFormationAsync("DescribeStacks", ("StackName", deployment.Stack.Name));
        deployment.Connect();
        var stack = await caller.CloudFormationAsync("DescribeStacks", ("StackName", deployment.Stack.Name));
        var log = await caller.CloudFormationAsync(
            "DescribeStackResource", ("StackName", deployment.Stack.Id), ("LogicalResourceId", "LifecycleFunctionLog"));
        var absent = await caller.CloudFormationAsync(
            "DescribeStackResource", ("StackName", deployment.Stack.Name), ("LogicalResourceId", "Absent"));

        Assert.Equal((400, "ValidationError"), (before.Status, before.Code));
        Assert.Contains($"Stack with id {deployment.Stack.Name} does not exist", before.Text, StringComparison.Ordinal);
        Assert.Contains(deployment.WorkQueue.Url, stack.Values("OutputValue"));
        Assert.Equal("/aws/lambda/lifecycle", log.Value("PhysicalResourceId"));
        Assert.Equal((400, "ValidationError"), (absent.Status, absent.Code));
    }

    [Fact]
    public async Task Alarm_of_dead_letters_is_on_while_there_is_one()
    {
        await using var deployment = await StartAsync();
        var caller = Operator(deployment);
        const string input = """{"StateValue":"ALARM","AlarmNamePrefix":"ControlTowerLifecycle-Alarm"}""";

        var quiet = await caller.AlarmsByJsonAsync(input);
        deployment.DeadLetters.Send("{}");
        var loud = await caller.AlarmsByJsonAsync(input);
        var byForm = await caller.AlarmsByFormAsync(("StateValue", "ALARM"));

        Assert.Empty(quiet.Json["MetricAlarms"]!.AsArray());
        Assert.Equal("ControlTowerLifecycle-AlarmDeadLetters", (string?)loud.Json["MetricAlarms"]![0]!["AlarmName"]);
        Assert.Equal("ControlTowerLifecycle-AlarmDeadLetters", byForm.Value("AlarmName"));
    }

    [Fact]
    public async Task Execution_roles_return_when_the_fault_is_switched_off()
    {
        await using var deployment = await StartAsync();
        var before = deployment.Server.Snapshot();
        var faults = new NamedFaults(deployment);

        Assert.True(faults.TrySwitch("execution-role-missing", on: true));
        Assert.Null(deployment.Organization.Account(DefaultOrganization.OrdinaryId(0)).Role(ControlTowerAccount.ExecutionRole));
        Assert.Equal(["execution-role-missing"], faults.Active);
        Assert.True(faults.TrySwitch("execution-role-missing", on: false));

        Assert.Empty(deployment.Server.Snapshot().ChangesSince(before));
        Assert.Empty(faults.Active);
    }

    [Fact]
    public async Task Service_control_policy_denies_in_member_accounts_only()
    {
        await using var deployment = await StartAsync();
        var faults = new NamedFaults(deployment);
        faults.TrySwitch("scp-denies-create-role", on: true);
        var member = await Operator(deployment).AssumeAsync(DefaultOrganization.OrdinaryId(0));

        var denied = await CreateRoleAsync(member);
        var management = await CreateRoleAsync(Operator(deployment));
        faults.TrySwitch("scp-denies-create-role", on: false);
        var allowed = await CreateRoleAsync(member);

        Assert.Equal((403, "AccessDenied"), (denied.Status, denied.Code));
        Assert.Contains("with an explicit deny in a service control policy", denied.Text, StringComparison.Ordinal);
        Assert.Equal((200, 200), (management.Status, allowed.Status));
    }

    [Fact]
    public async Task Wrong_key_is_replaced_by_the_former_one_unless_the_operator_put_another()
    {
        await using var deployment = await StartAsync();
        var (faults, secrets) = (new NamedFaults(deployment), deployment.Server.Secrets);
        var former = secrets.Value(SandboxServer.ApiKeySecretName);

        faults.TrySwitch("wrong-key", on: true);
        Assert.NotEqual(former, secrets.Value(SandboxServer.ApiKeySecretName));
        faults.TrySwitch("wrong-key", on: false);
        Assert.Equal(former, secrets.Value(SandboxServer.ApiKeySecretName));

        faults.TrySwitch("wrong-key", on: true);
        secrets.Put(SandboxServer.ApiKeySecretName, "put by the operator", null, ["AWSCURRENT"]);
        faults.TrySwitch("wrong-key", on: false);
        Assert.Equal("put by the operator", secrets.Value(SandboxServer.ApiKeySecretName));
    }

    private static Task<AwsReply> CreateRoleAsync(AwsCaller caller) => caller.IamAsync(
        "CreateRole", ("RoleName", "Other"), ("AssumeRolePolicyDocument", SandboxRun.Trust("arn:aws:iam::147995105371:root")));

    private static AwsCaller Operator(LifecycleDeployment deployment)
    {
        Credential credential = deployment.Server.OperatorCredentials;
        return new AwsCaller(deployment.Server.AwsEndpoint, credential);
    }

    private static Task<LifecycleDeployment> StartAsync() => LifecycleDeployment.StartAsync(
        new DeploymentOptions { Sandbox = new SandboxOptions { Accounts = 7 } }, TimeProvider.System, Token);
}
