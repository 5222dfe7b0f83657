using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Play;
using Spectre.Console;

namespace ControlTowerLifecycle.Tests.Sandbox.Play;

public sealed class TerminalOutputTests
{
    private readonly StringWriter _writer = new();

    private string[] Lines => _writer.ToString().TrimEnd().Split(Environment.NewLine);

    [Theory]
    [InlineData(60)]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(200)]
    public async Task Account_ids_are_never_broken(int width)
    {
        var accounts = await AccountsAsync();

        Output(width).Finish(Result(accounts, []));

        Assert.All(accounts, account => Assert.Single(
            Lines, line => line.Contains($" {account.Account.Id} ", StringComparison.Ordinal)));
        Assert.All(Lines, line => Assert.InRange(line.Length, 0, width));
    }

    [Fact]
    public async Task Account_id_in_an_unexpected_change_is_not_broken()
    {
        const string change =
            "+ account 000012345678: role arn:aws:iam::000012345678:role/CloudOneWorkloadConnectorRole";

        Output(60).Finish(Result(await AccountsAsync(), [change]));

        var text = string.Join('\n', Lines);
        Assert.Contains("arn:aws:iam::000012345678:role/", text, StringComparison.Ordinal);
        Assert.All(Lines, line => Assert.InRange(line.Length, 0, 60));
    }

    [Fact]
    public async Task Narrow_table_omits_columns()
    {
        var accounts = await AccountsAsync();

        Output(60).Finish(Result(accounts, []));
        Assert.DoesNotContain("connector │", _writer.ToString(), StringComparison.Ordinal);

        Output(120).Finish(Result(accounts, []));
        Assert.Contains("connector │", _writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Update_shows_refreshed_accounts()
    {
        var output = Output(100);

        output.Begin(Acts.All.Single(act => act.Name == "update"));
        output.Outcome(Onboarded);

        Assert.Equal(
            "  ✓ 000012345678 Workload 1             refreshed 48 ms, put-role-policy", Lines[^1]);
    }

    [Fact]
    public void Other_acts_show_onboarded_accounts()
    {
        foreach (var act in Acts.All.Where(act => act.Name != "update"))
        {
            var output = Output(100);
            output.Begin(act);
            output.Outcome(Onboarded);
            Assert.Contains(" onboarded 48 ms", Lines[^1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Outcome_is_cut_to_one_line()
    {
        Output(60).Outcome(Onboarded with { AccountName = new string('n', 50), Why = new string('y', 200) });

        Assert.Equal(60, Assert.Single(Lines).Length);
    }

    [Fact]
    public void Last_line_replaces_the_progress_line()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(_writer),
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
        });
        var output = new TerminalOutput(console, accounts: 7);

        output.Progress("3 messages waiting");
        output.Stop("Interrupted.");

        var text = _writer.ToString();
        Assert.EndsWith($"\u001b[2K\rInterrupted.{Environment.NewLine}", text, StringComparison.Ordinal);
        Assert.Contains("3 messages waiting", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_is_not_shown_without_a_terminal()
    {
        Output(60).Progress("3 messages waiting");

        Assert.Empty(_writer.ToString());
    }

    private static LoggedOutcome Onboarded { get; } =
        new("000012345678", "Workload 1", "onboarded", ["put-role-policy"], null, 48);

    private TerminalOutput Output(int width)
    {
        var console = PlayConsole.Create(_writer);
        console.Profile.Width = width;
        return new TerminalOutput(console, accounts: 12);
    }

    private static async Task<IReadOnlyList<ProtectionVerdict>> AccountsAsync()
    {
        await using var run = await SandboxRun.StartAsync();
        run.Server.Organization.SetState(DefaultOrganization.AuditId, SandboxAccountState.PendingClosure);
        return new AccountJudge(run.Server, ChosenProtections.WorkloadSecurityAlone, run.Time).All();
    }

    private static PlayResult Result(IReadOnlyList<ProtectionVerdict> accounts, IReadOnlyList<string> changes) =>
        new(accounts, [], changes, 0, new Dictionary<string, int>(StringComparer.Ordinal), []);
}
