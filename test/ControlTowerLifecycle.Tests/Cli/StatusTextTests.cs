using System.Text.RegularExpressions;
using ControlTowerLifecycle.Cli;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Cli.Status;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Cli;

public sealed partial class StatusTextTests : IDisposable
{
    private static readonly DateTimeOffset Now = Sample.Start;

    private readonly StringWriter _output = new() { NewLine = "\n" };

    [Fact]
    public void First_line_never_says_that_all_is_well_before_the_walk()
    {
        Text().First(new Fact<ReportedReconcile>(new ReportedReconcile(Now, 12, 10, 0, 0, 0, 0, 0, 2), null));

        Assert.Equal(
            "Not known yet: the last reconcile, at 2026-11-20 09:12 UTC, found 10 accounts protected and none without protection.\n",
            _output.ToString());
    }

    [Fact]
    public void First_line_says_if_no_reconcile_is_known()
    {
        Text().First(new Fact<ReportedReconcile>(null, "the last reconcile: access denied"));

        Assert.Equal("Not known yet: the last reconcile: access denied.\n", _output.ToString());
    }

    [Fact]
    public void Facts_that_could_not_be_read_are_named()
    {
        Text().Facts(Facts() with { Queue = new Fact<ReportedQueue>(null, "the work queue: access denied") });

        Assert.Contains("queue     not known: the work queue: access denied\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Letters_have_the_age_of_the_oldest_and_keys_their_last_day()
    {
        Text().Facts(Facts());

        Assert.Equal(
            """
            queue     3 waiting, 1 in flight, 2 delayed
            letters   2, the oldest from 2026-11-19 06:12 UTC (1 d 3 h)
            key       workload-security: ends on 2026-11-25 (5 days)
            key       cloud-accounts: does not end
            alarms    Stack-AlarmDeadLetters since 2026-11-20 08:12 UTC

            """.ReplaceLineEndings("\n"),
            _output.ToString());
    }

    [Fact]
    public void Account_ids_and_commands_are_not_broken_at_60_columns()
    {
        var text = Text(columns: "60");

        text.Account(new ReportedAccount(
            "444455556666",
            "an account with a rather long name of fifty letters",
            null,
            AccountStates.Failed,
            "AWS STS refused AssumeRole on arn:aws:iam::444455556666:role/AWSControlTowerExecution with AccessDenied (HTTP 403)",
            "ctlifecycle account 444455556666"));

        var lines = _output.ToString().Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 60 || !line.TrimStart().Contains(' ', StringComparison.Ordinal), line));
        Assert.Equal(3, lines.Sum(line => AccountId().Count(line)));
    }

    [Theory]
    [InlineData(true, 0, "Every account is protected: 10 protected, 2 skipped.")]
    [InlineData(false, 0, "It is not known whether every account is protected: 10 protected, 2 skipped.")]
    [InlineData(true, 3, "3 of 15 accounts are not protected: 3 missing, 10 protected, 2 skipped.")]
    [InlineData(false, 3, "3 of 15 accounts are not protected: 3 missing, 10 protected, 2 skipped.")]
    public void Last_line_is_the_verdict_of_the_walk(bool isComplete, int missing, string verdict)
    {
        Text().Verdict(new StatusReport
        {
            GeneratedAt = Now,
            Organization = new ReportedOrganization(null, "111122223333", "eu-west-1", "ControlTowerLifecycle", null),
            Complete = isComplete,
            AllProtected = isComplete && missing == 0,
            NotKnown = isComplete ? [] : ["the alarms: access denied"],
            Totals = new ReportedTotals(12 + missing, 10, missing, 0, 0, 0, 0, 2, 0),
            Queue = null,
            Letters = null,
            Keys = [],
            Alarms = [],
            LastReconcile = null,
            Units = [],
            Accounts = [],
        });

        Assert.Equal(verdict, _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
    }

    public void Dispose() => _output.Dispose();

    private StatusText Text(string? columns = null)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (columns is not null)
            variables["COLUMNS"] = columns;
        var context = new ToolContext
        {
            Variables = variables,
            Input = new ToolInput(Stream.Null, IsTerminal: false),
            Output = new ToolOutput(_output, IsTerminal: false),
            Error = new ToolOutput(TextWriter.Null, IsTerminal: false),
            Time = new ManualTime(Now),
        };
        return new StatusText(new Screen(context, isQuiet: false), context.Time);
    }

    private static StatusFacts Facts() => new()
    {
        Queue = new(new ReportedQueue(3, 1, 2), null),
        Letters = new(new ReportedLetters(2, Now.AddHours(-27)), null),
        LetterAccounts = new HashSet<string>(StringComparer.Ordinal),
        Keys = new([new ReportedKey("workload-security", new DateOnly(2026, 11, 25)), new ReportedKey("cloud-accounts", null)], null),
        Alarms = new([new ReportedAlarm("Stack-AlarmDeadLetters", Now.AddHours(-1))], null),
        LastReconcile = new(null, null),
        FailedRuns = new(new Dictionary<string, FailedRun>(StringComparer.Ordinal), null),
    };

    [GeneratedRegex("444455556666", RegexOptions.None, 1000)]
    private static partial Regex AccountId();
}
