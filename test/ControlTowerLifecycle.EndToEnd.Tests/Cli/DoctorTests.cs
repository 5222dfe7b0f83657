using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Deployment;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Cli;

/// <summary><c>ctlifecycle doctor</c> on a deployed stack, and with each fault that can be rehearsed.</summary>
public sealed class DoctorTests(DeployedStack deployed) : IClassFixture<DeployedStack>
{
    private const string Protection = "workload-security";

    private TestStack Stack => deployed.Stack;

    [Fact]
    public async Task Installation_that_is_right_passes_every_check_and_nothing_changes()
    {
        var before = Stack.Server.Snapshot();
        var calls = new RecordedCalls(Stack.Server);

        var run = await ToolProcess.RunAsync(Stack, "doctor");

        run.AssertExit(0);
        Assert.Equal("", run.Error);
        Assert.Equal("All is well: 20 checks.", run.Lines[^1]);
        Assert.All(run.Lines[..^1], line => Assert.StartsWith("ok          ", line, StringComparison.Ordinal));
        Assert.Empty(Stack.Server.Snapshot().ChangesSince(before));
        Assert.All(calls.Writes, call => Assert.True(
            call.Contains(" SimulatePrincipalPolicy ", StringComparison.Ordinal)
            || call.Contains(" POST /awsconnectors/{id} ", StringComparison.Ordinal),
            call));
    }

    [Fact]
    public async Task Document_has_every_check_with_its_result()
    {
        var report = (await ToolProcess.RunAsync(Stack, "doctor", "--json")).AssertExit(0).Json;

        Assert.Equal(1, (int)report["schemaVersion"]!);
        Assert.True((bool)report["allOk"]!);
        Assert.False((bool)report["beforeDeploy"]!);
        Assert.Equal((0, 0), ((int)report["failed"]!, (int)report["notChecked"]!));
        Assert.Equal(
            [
                "management-account", "landing-zone", "trail", "organization", "execution-role", "service-control-policies",
                $"secret-{Protection}", $"api-key-{Protection}", $"key-rights-{Protection}", "external-id", $"key-end-{Protection}",
                "stack", "functions", "mapping", "rules", "queue-policy", "dead-letters", "subscriptions", "alarms", "versions",
            ],
            Ids(report, "ok"));
        Assert.DoesNotContain(Stack.Server.Vendor.ExternalId, report.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Stack.Server.Vendor.Key.Secret, report.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scp-denies-create-role", "service-control-policies", "exempt the execution role", new string[0])]
    [InlineData(
        "execution-role-missing", "execution-role", "it trusts the management account", new[] { "service-control-policies" })]
    [InlineData(
        "wrong-key", $"api-key-{Protection}", "API key",
        new[] { $"key-rights-{Protection}", "external-id", $"key-end-{Protection}" })]
    [InlineData(
        "vendor-down", $"api-key-{Protection}", "run the command again",
        new[] { $"key-rights-{Protection}", "external-id", $"key-end-{Protection}" })]
    public async Task Fault_fails_its_check_with_what_to_do_and_the_others_stay_right(
        string fault, string check, string whatToDo, string[] notChecked)
    {
        var faults = new NamedFaults(Stack.Deployment);
        faults.TrySwitch(fault, on: true);
        JsonNode report;
        try
        {
            report = (await ToolProcess.RunAsync(Stack, "doctor", "--json")).AssertExit(1).Json;
        }
        finally
        {
            faults.TrySwitch(fault, on: false);
        }

        Assert.False((bool)report["allOk"]!);
        Assert.Equal([check], Ids(report, "failed"));
        Assert.Equal(notChecked, Ids(report, "notChecked"));
        var failed = report["checks"]!.AsArray().Single(entry => (string)entry!["id"]! == check)!;
        Assert.Contains(whatToDo, (string)failed["whatToDo"]!, StringComparison.Ordinal);
    }

    internal static string[] Ids(JsonNode report, string result) =>
    [
        .. report["checks"]!.AsArray()
            .Where(check => (string)check!["result"]! == result)
            .Select(check => (string)check!["id"]!),
    ];
}
