using System.Text.RegularExpressions;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Aws.Services;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Events;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Cli;

/// <summary>A row of the table "Drills" of docs/operations.md.</summary>
internal sealed partial class Drill
{
    private const int MostCommands = 3;

    private readonly IReadOnlyList<string> _quotes;
    private readonly IReadOnlyList<string> _before;
    private readonly IReadOnlyList<string> _after;

    private readonly TestStack _stack;
    private readonly NamedFaults _faults;

    public Drill(TestStack stack, string name)
    {
        (_stack, _faults) = (stack, new NamedFaults(stack.Deployment));
        var page = File.ReadAllText(Path.Join(RepositoryRoot.Path, "docs", "operations.md"));
        var row = Assert.Single(page.Split('\n'), line => line.StartsWith($"| {name} |", StringComparison.Ordinal));
        var cells = row.Split('|')[1..];
        (_quotes, _before, _after) = (Spans(cells[1]), Spans(cells[2]), Spans(cells[4]));
        Assert.NotEmpty(_quotes);
        Assert.InRange(_before.Count + _after.Count, 1, MostCommands);
    }

    /// <summary>Vends an account while the fault is on, and waits for the end of its retries.</summary>
    public async Task<NamedAccount> FailAsync(string fault)
    {
        var account = _stack.Vend("payments-prod");
        Switch(fault, on: true);
        _stack.Announce(account);
        await _stack.WaitUntilIdleAsync();
        return account;
    }

    public void Switch(string fault, bool on) => Assert.True(_faults.TrySwitch(fault, on));

    /// <summary>Runs the commands before and after the repair. The first ones find something, and the last one must succeed.</summary>
    public async Task PlayAsync(NamedAccount? account, Action repair)
    {
        var mail = _stack.Server.Topic.Messages.FirstOrDefault();
        if (mail is not null)
        {
            var text = $"{mail.Subject}\n{mail.Message}";
            Assert.All(_quotes, quote => Assert.True(text.Contains(quote, StringComparison.Ordinal), $"No '{quote}' in: {text}"));
        }

        List<int> seen = [];
        foreach (var command in _before)
            seen.Add((await RunAsync(command, account, mail)).ExitCode);
        Assert.DoesNotContain(seen, code => code is not (0 or 1 or 3));
        if (seen is not [])
            Assert.Contains(seen, code => code != 0);
        repair();
        ToolProcess? last = null;
        foreach (var command in _after)
            last = await RunAsync(command, account, mail);

        last!.AssertExit(0);
        (await ToolProcess.RunAsync(_stack, "letters")).AssertExit(0);
    }

    private Task<ToolProcess> RunAsync(string command, NamedAccount? account, TopicMessage? mail)
    {
        var cause = CauseInMail().Match(mail?.Message ?? "");
        var words = command.Split(' ').Select(word => word switch
        {
            "ID" => account!.Id,
            "CAUSE" => cause.Groups["id"].Value,
            "N" => "6",
            _ => word,
        });
        Assert.Equal("ctlifecycle", words.First());
        return ToolProcess.RunAsync(_stack, [.. words.Skip(1), .. Asks(command) ? ["--yes"] : Array.Empty<string>()]);
    }

    private static bool Asks(string command) =>
        command.Contains("redrive", StringComparison.Ordinal) || command.Contains("delete", StringComparison.Ordinal)
        || command.Contains("onboard", StringComparison.Ordinal) || command.Contains("reconcile", StringComparison.Ordinal);

    private static IReadOnlyList<string> Spans(string cell) =>
        [.. Code().Matches(cell).Select(match => match.Groups["text"].Value)];

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"--cause (?<id>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CauseInMail();
}
