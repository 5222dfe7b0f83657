using System.Text;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Cli;
using ControlTowerLifecycle.Cli.Aws.Logs;
using ControlTowerLifecycle.Cli.Letters;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Aws;
using ControlTowerLifecycle.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace ControlTowerLifecycle.Tests.Cli;

/// <summary>The wait for the outcomes of letters that were redriven.</summary>
public sealed class OutcomeWatchTests
{
    private static readonly RunOutcome Retried = new RunOutcome.Retry(RunFailure.OutOfTime("create-role"), []);

    private readonly ManualTime _time = new(Sample.Start) { AutoAdvance = true };

    [Fact]
    public async Task Other_run_on_the_same_account_is_not_the_outcome_of_the_letter()
    {
        var ends = await WaitAsync(
            ["m-1"],
            Line("another", new RunOutcome.Unchanged()),
            Line(null, new RunOutcome.Onboarded([])),
            Line("m-1", Retried));

        Assert.Equal("retry", Assert.Single(ends).Outcome);
    }

    [Fact]
    public async Task Outcome_that_is_not_in_the_log_in_time_is_not_known()
    {
        var ends = await WaitAsync(["m-1"], Line("another", new RunOutcome.Unchanged()));

        Assert.Equal(new AccountEnd(Sample.Id.Value, null, null), Assert.Single(ends));
        Assert.InRange(_time.GetUtcNow() - Sample.Start, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Account_in_two_letters_is_as_well_as_its_worst_run()
    {
        var ends = await WaitAsync(
            ["m-1", "m-2"],
            Line("m-1", new RunOutcome.Rejected(RunFailure.OutOfTime("create-role"), [])),
            Line("m-2", new RunOutcome.Unchanged()));

        Assert.Equal("rejected", Assert.Single(ends).Outcome);
    }

    private async Task<IReadOnlyList<AccountEnd>> WaitAsync(string[] messages, params string[] lines)
    {
        await using var server = await LoopbackServer.StartAsync();
        for (var read = 0; read < 100; read++)
            server.On("FilterLogEvents", context => context.Response.WriteAsync(Events(lines)));
        var streams = new ToolContext
        {
            Variables = new Dictionary<string, string>(StringComparer.Ordinal),
            Input = new ToolInput(Stream.Null, IsTerminal: false),
            Output = new ToolOutput(TextWriter.Null, IsTerminal: false),
            Error = new ToolOutput(TextWriter.Null, IsTerminal: false),
            Time = _time,
        };
        var watch = new OutcomeWatch(
            new LogsClient(server.Connection()), "group", new Screen(streams, isQuiet: false), _time);
        return await watch.WaitAsync(
            [.. messages.Select(message => new AwaitedRun(message, Sample.Id.Value))],
            Sample.Start,
            TimeSpan.FromMinutes(1),
            TestContext.Current.CancellationToken);
    }

    private static string Events(IEnumerable<string> lines) => new JsonObject
    {
        ["events"] = new JsonArray(
        [
            .. lines.Select(line => new JsonObject
            {
                ["timestamp"] = Sample.Start.ToUnixTimeMilliseconds(),
                ["message"] = line,
            }),
        ]),
    }.ToJsonString();

    private static string Line(string? messageId, RunOutcome outcome)
    {
        using var output = new MemoryStream();
        new LifecycleLog(output, new ManualTime(Sample.Start)).Outcome(new RunReport(Sample.Id, outcome), TimeSpan.Zero, messageId);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
