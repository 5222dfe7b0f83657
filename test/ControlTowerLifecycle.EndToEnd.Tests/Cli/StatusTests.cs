using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Cli;

/// <summary><c>ctlifecycle status</c> against a deployed stack.</summary>
public sealed class StatusTests(DeployedStack deployed) : IClassFixture<DeployedStack>
{
    private TestStack Stack => deployed.Stack;

    [Fact]
    public async Task Protected_organization_is_reported_after_the_walk_and_nothing_is_written()
    {
        var calls = new RecordedCalls(Stack.Server);

        var run = await ToolProcess.RunAsync(Stack, "status");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("Not known yet: ", run.Lines[0], StringComparison.Ordinal);
        Assert.Equal("Every account is protected: 10 protected, 2 skipped.", run.Lines[^1]);
        Assert.Contains("letters   none", run.Lines);
        Assert.Empty(calls.Writes);
    }

    [Fact]
    public async Task Document_has_every_account_with_its_unit()
    {
        var run = await ToolProcess.RunAsync(Stack, "status", "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var report = run.Json;
        Assert.Equal(1, report["schemaVersion"]!.GetValue<int>());
        Assert.True(report["complete"]!.GetValue<bool>());
        Assert.True(report["allProtected"]!.GetValue<bool>());
        Assert.Equal(12, report["totals"]!["accounts"]!.GetValue<int>());
        Assert.Equal(Stack.Organization.Id, report["organization"]!["id"]!.GetValue<string>());
        Assert.Equal(
            [.. Stack.Judge.All().Select(verdict => verdict.Account.Id).Order(StringComparer.Ordinal)],
            [.. report["accounts"]!.AsArray().Select(account => account!["id"]!.GetValue<string>()).Order(StringComparer.Ordinal)]);
        var units = report["units"]!.AsArray().Select(unit => unit!["id"]!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        Assert.All(report["accounts"]!.AsArray(), account =>
            Assert.True(account!["unitId"] is null || units.Contains(account["unitId"]!.GetValue<string>())));
    }

    [Fact]
    public async Task Skipped_accounts_are_listed_on_request()
    {
        var run = await ToolProcess.RunAsync(Stack, "status", "--only", "skipped");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(run.Lines, line => line.StartsWith($"{DefaultOrganization.SuspendedId}  skipped", StringComparison.Ordinal));
        Assert.DoesNotContain(run.Lines, line => line.Contains("  protected ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unknown_unit_is_not_known_to_be_protected()
    {
        var run = await ToolProcess.RunAsync(Stack, "status", "--ou", "ou-zzzz-zzzzzzzz");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the organization has no such unit", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("It is not known whether every account is protected", run.Lines[^1], StringComparison.Ordinal);
    }
}
