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
    private readonly ManualTime _time = new(Now);

    private string[] Lines => _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public async Task First_line_never_says_that_all_is_well_before_the_walk()
    {
        var reconcile = new ReportedReconcile(Now, 12, 10, 0, 0, 0, 0, 0, 2, 0);

        Assert.Equal(
            "Not known yet: the last reconcile, at 2026-11-20 09:12 UTC, found 10 accounts protected and none without protection.",
            await FirstLineAsync(Facts() with { LastReconcile = Known(reconcile) }));
    }

    [Fact]
    public async Task First_line_says_if_no_reconcile_is_known()
    {
        var unread = Task.FromResult(new Fact<ReportedReconcile>(null, "the last reconcile: access denied"));

        Assert.Equal(
            "Not known yet: the last reconcile: access denied.", await FirstLineAsync(Facts() with { LastReconcile = unread }));
    }

    [Fact]
    public async Task First_line_does_not_wait_for_a_slow_log()
    {
        var slow = new TaskCompletionSource<Fact<ReportedReconcile>>();
        var writing = Text().WriteAsync(Facts() with { LastReconcile = slow.Task }, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(1));
        slow.SetResult(new Fact<ReportedReconcile>(null, null));
        await writing;

        Assert.Equal("Not known yet: the accounts are being checked.", Lines[0]);
        Assert.Contains("reconcile not known: the log has no reconcile of the last three days", Lines);
    }

    [Fact]
    public async Task Facts_that_could_not_be_read_are_named()
    {
        var unread = Task.FromResult(new Fact<ReportedQueue>(null, "the work queue: access denied"));

        await Text().WriteAsync(Facts() with { Queue = unread }, TestContext.Current.CancellationToken);

        Assert.Contains("queue     not known: the work queue: access denied", Lines);
    }

    [Fact]
    public async Task Pause_is_shown_until_it_ends()
    {
        await Text().WriteAsync(Facts() with { Pause = Known(new PauseState(true)) }, TestContext.Current.CancellationToken);

        Assert.Equal("paused    the work queue is not processed until: ctlifecycle resume", Lines[2]);
    }

    [Fact]
    public async Task Pause_that_cannot_be_read_is_said_and_does_not_make_the_status_incomplete()
    {
        var unread = Facts() with { Pause = Task.FromResult(new Fact<PauseState>(null, "the mapping: access denied")) };

        await Text().WriteAsync(unread, TestContext.Current.CancellationToken);

        Assert.Equal("paused    not known: the mapping: access denied", Lines[2]);
        Assert.Empty((await unread.CompleteAsync()).Faults);
    }

    [Fact]
    public async Task Letters_have_the_age_of_the_oldest_and_keys_their_last_day()
    {
        await Text().WriteAsync(Facts(), TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                "Not known yet: the log has no reconcile of the last three days.",
                "queue     3 waiting, 1 in flight, 2 delayed",
                "letters   2, the oldest from 2026-11-19 06:12 UTC (1 d 3 h)",
                "alarms    Stack-AlarmDeadLetters since 2026-11-20 08:12 UTC",
                "key       workload-security: ends on 2026-11-25 (5 days)",
                "key       cloud-accounts: does not end",
            ],
            Lines);
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
            Time = _time,
        };
        return new StatusText(new Screen(context, isQuiet: false), context.Time);
    }

    private async Task<string> FirstLineAsync(FactTasks facts)
    {
        await Text().WriteAsync(facts, TestContext.Current.CancellationToken);
        return Lines[0];
    }

    private static FactTasks Facts() => new(
        Known(new ReportedQueue(3, 1, 2)),
        Known(new PauseState(false)),
        Known(new FoundLetters(new ReportedLetters(2, Now.AddHours(-27)), new HashSet<string>(StringComparer.Ordinal))),
        Known<IReadOnlyList<ReportedKey>>(
            [new ReportedKey("workload-security", new DateOnly(2026, 11, 25)), new ReportedKey("cloud-accounts", null)]),
        Known<IReadOnlyList<ReportedAlarm>>([new ReportedAlarm("Stack-AlarmDeadLetters", Now.AddHours(-1))]),
        Task.FromResult(new Fact<ReportedReconcile>(null, null)),
        Known<IReadOnlyDictionary<string, FailedRun>>(new Dictionary<string, FailedRun>(StringComparer.Ordinal)));

    private static Task<Fact<T>> Known<T>(T value) => Task.FromResult(new Fact<T>(value, null));

    [GeneratedRegex("444455556666", RegexOptions.None, 1000)]
    private static partial Regex AccountId();
}
