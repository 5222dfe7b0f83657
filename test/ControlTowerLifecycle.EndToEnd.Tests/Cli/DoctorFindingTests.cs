using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Aws.Services;
using ControlTowerLifecycle.Sandbox.Events;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Cli;

/// <summary>What <c>ctlifecycle doctor</c> finds in a stack that was changed, and without a stack.</summary>
public sealed class DoctorFindingTests
{
    [Fact]
    public async Task Changes_of_a_stack_are_found_each_with_the_command_that_repairs_it()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        await stack.CreateAsync("1");
        await stack.WaitUntilIdleAsync();
        (await ToolProcess.RunAsync(stack, "pause", "--yes")).AssertExit(0);
        stack.Server.Topic.Subscribe(new TopicSubscription("email", "new@example.com", IsConfirmed: false, stack.Server.Topic.Arn));
        foreach (var trail in stack.Server.Trails.All)
            stack.Server.Trails.Put(trail with { IsLogging = false });
        stack.Deployment.WorkQueue.Policy = QueuePolicies.Allow(
            stack.Deployment.WorkQueue, [$"arn:aws:events:eu-west-1:{stack.Organization.ManagementAccountId}:rule/another"]);

        var run = (await ToolProcess.RunAsync(stack, "doctor")).AssertExit(1);

        var failed = run.Lines.Where(line => line.StartsWith("failed ", StringComparison.Ordinal)).ToList();
        Assert.Equal(5, failed.Count);
        AssertFinding(run, "event source mapping of the work queue: it is disabled", "ctlifecycle resume");
        AssertFinding(run, "EventBridge rules: disabled: schedule", "ctlifecycle resume");
        AssertFinding(run, "not confirmed: new@example.com", "AWS Notification - Subscription Confirmation");
        AssertFinding(run, "aws-controltower-BaselineCloudTrail does not log", "landing zone settings");
        AssertFinding(run, "does not let the rule accounts send", "deploy the stack again");
        Assert.Equal("5 of 20 checks failed, 0 not checked.", run.Lines[^1]);
    }

    [Fact]
    public async Task Deployment_is_checked_without_a_stack()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);

        var report = (await ToolProcess.RunAsync(stack, "doctor", "--before-deploy", "--json")).AssertExit(0).Json;
        var withoutStack = await ToolProcess.RunAsync(stack, "doctor");

        Assert.True((bool)report["beforeDeploy"]!);
        Assert.Equal(
            ["management-account", "landing-zone", "trail", "organization", "execution-role", "service-control-policies"],
            DoctorTests.Ids(report, "ok"));
        Assert.Equal((3, ""), (withoutStack.ExitCode, withoutStack.Output));
    }

    [Fact]
    public async Task Key_is_checked_before_a_deployment_if_its_secret_is_named()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        string[] arguments =
        [
            "doctor", "--before-deploy", "--json",
            "--secret", SandboxServer.ApiKeySecretName, "--endpoint", stack.Server.VendorEndpoint.AbsoluteUri,
        ];

        var right = (await ToolProcess.RunAsync(stack, arguments)).AssertExit(0).Json;
        stack.Server.Vendor.Key.Rotate();
        var wrong = (await ToolProcess.RunAsync(stack, arguments)).AssertExit(1).Json;

        Assert.Contains("api-key-workload-security", DoctorTests.Ids(right, "ok"));
        Assert.Equal(["api-key-workload-security"], DoctorTests.Ids(wrong, "failed"));
    }

    [Fact]
    public async Task Option_of_a_planned_stack_needs_before_deploy()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);

        var run = await ToolProcess.RunAsync(stack, "doctor", "--secret", "any");

        Assert.Equal((64, ""), (run.ExitCode, run.Output));
        Assert.Contains("--secret needs --before-deploy", run.Error, StringComparison.Ordinal);
    }

    private static void AssertFinding(ToolProcess run, string found, string whatToDo)
    {
        var at = Array.FindIndex(run.Lines, line => line.Contains(found, StringComparison.Ordinal));
        Assert.True(at >= 0, $"{found} is not in:\n{run.Output}");
        Assert.StartsWith("  → ", run.Lines[at + 1], StringComparison.Ordinal);
        Assert.Contains(whatToDo, run.Lines[at + 1], StringComparison.Ordinal);
    }
}
