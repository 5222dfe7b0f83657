using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Cli;

/// <summary><c>plan</c>, <c>onboard</c>, <c>refresh</c> and <c>offboard</c> with the real process.</summary>
public sealed class OnboardTests(ConnectedStack connected) : IClassFixture<ConnectedStack>
{
    private TestStack Stack => connected.Stack;

    /// <summary>A connector of another owner is kept.</summary>
    public static TheoryData<string> States =>
        [.. Enum.GetNames<InitialState>().Where(state => state != nameof(InitialState.ConnectorOnAnotherRole))];

    [Theory]
    [MemberData(nameof(States))]
    public async Task Plan_prints_exactly_the_steps_that_onboard_then_applies(string state)
    {
        var account = Stack.Vend(Enum.Parse<InitialState>(state));
        var calls = new RecordedCalls(Stack.Server);

        var plan = await ToolProcess.RunAsync(Stack, "plan", account.Id, "--json");
        var writesOfPlan = calls.Writes;
        var onboard = await ToolProcess.RunAsync(Stack, "onboard", account.Id, "--yes", "--json");
        var again = await ToolProcess.RunAsync(Stack, "plan", account.Id);

        Assert.Equal((2, 0, 0), (plan.ExitCode, onboard.ExitCode, again.ExitCode));
        Assert.Empty(writesOfPlan);
        Assert.Equal(Steps(plan), Steps(onboard));
        Assert.NotEmpty(Steps(plan));
        Stack.AssertProtected(account.Id);
        Assert.StartsWith($"{account.Id}  unchanged", again.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_with_the_connector_of_another_owner_is_unchanged_and_the_reason_is_shown()
    {
        var account = Stack.Vend(InitialState.ConnectorOnAnotherRole);

        var run = await ToolProcess.RunAsync(Stack, "plan", account.Id);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(run.Lines, line => line.StartsWith("  connected otherwise: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plan_shows_how_a_policy_changes()
    {
        var account = Stack.Vend(InitialState.OldExternalId);

        var run = await ToolProcess.RunAsync(Stack, "plan", account.Id);

        Assert.Equal((2, ""), (run.ExitCode, run.Error));
        Assert.Contains(run.Lines, line => line.StartsWith("    + ", StringComparison.Ordinal)
            && line.Contains(Stack.Server.Vendor.ExternalId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Accounts_of_a_unit_are_onboarded_one_line_each()
    {
        var accounts = Enumerable.Range(1, 7).Select(number => Stack.Vend($"unit-{number}")).ToList();

        var run = await ToolProcess.RunAsync(Stack, "onboard", "--ou", Stack.Production.Id, "--yes", "--parallel", "3");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(accounts, account =>
        {
            Assert.Single(run.Lines, line => line.StartsWith($"{account.Id}  onboarded  {account.Name}", StringComparison.Ordinal));
            Stack.AssertProtected(account.Id);
        });
        Assert.StartsWith("Done: ", run.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queued_account_is_onboarded_by_the_functions()
    {
        var account = Stack.Vend("queued");

        var run = await ToolProcess.RunAsync(Stack, "onboard", account.Id, "--queue", "--yes");
        await Stack.WaitUntilIdleAsync();

        Assert.Equal((0, "Queued: 1. The functions onboard them now."), (run.ExitCode, run.Lines[0]));
        Stack.AssertProtected(account.Id);
    }

    [Fact]
    public async Task Command_that_changes_something_asks_first()
    {
        var account = Stack.Vend("not-confirmed");
        var calls = new RecordedCalls(Stack.Server);

        var run = await ToolProcess.RunAsync(Stack, "onboard", account.Id);

        Assert.Equal((64, ""), (run.ExitCode, run.Output));
        Assert.Contains("--yes", run.Error, StringComparison.Ordinal);
        Assert.Empty(calls.Writes);
    }

    [Fact]
    public async Task Account_that_is_skipped_is_a_finding_if_the_operator_named_it()
    {
        var run = await ToolProcess.RunAsync(Stack, "onboard", "999999999999", DefaultOrganization.SuspendedId, "--yes");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(run.Lines, line => line.Contains("not in this organization", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.Contains("AWS has suspended the account", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Governed_account_is_not_offboarded()
    {
        var account = Stack.Vend("governed");
        await ToolProcess.RunAsync(Stack, "onboard", account.Id, "--yes");

        var run = await ToolProcess.RunAsync(Stack, "offboard", account.Id, "--yes");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("governed by Control Tower; protection is kept", run.Output, StringComparison.Ordinal);
        Stack.AssertProtected(account.Id);
    }

    [Fact]
    public async Task Interrupted_command_completes_the_accounts_it_has_begun()
    {
        var accounts = Enumerable.Range(1, 30).Select(number => Stack.Vend($"many-{number}")).ToList();
        var isInterrupted = 0;

        var run = await ToolProcess.RunAsync(
            Stack,
            tool =>
            {
                if (tool.Line.Contains("  onboarded  ", StringComparison.Ordinal) && Interlocked.Exchange(ref isInterrupted, 1) == 0)
                    tool.Interrupt();
            },
            ["onboard", .. accounts.Select(account => account.Id), "--yes", "--parallel", "2"]);

        Assert.Equal(130, run.ExitCode);
        var begun = accounts.Where(account => Stack.Organization.Account(account.Id).Role(DefaultOrganization.PredecessorRole) is not null).ToList();
        Assert.InRange(begun.Count, 1, accounts.Count - 1);
        Assert.All(begun, account => Stack.AssertProtected(account.Id));
        Assert.StartsWith("Interrupted after ", run.Lines[^1], StringComparison.Ordinal);
    }

    private static List<string> Steps(ToolProcess run) =>
    [
        .. run.Json["accounts"]![0]!["steps"]!.AsArray().Select(step => Describe(step!)),
    ];

    private static string Describe(JsonNode step) => $"{step["protection"]} {step["verb"]} {step["target"]}";
}
