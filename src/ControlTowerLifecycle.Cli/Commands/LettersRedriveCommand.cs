using System.CommandLine;
using ControlTowerLifecycle.Cli.Aws.Logs;
using ControlTowerLifecycle.Cli.Aws.Sqs;
using ControlTowerLifecycle.Cli.Letters;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Cli.Stack;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>
/// Sends dead letters to the work queue again. Each is queued before it is removed, so an interruption leaves a letter twice
/// at worst, and running an account twice changes nothing.
/// </summary>
internal sealed class LettersRedriveCommand : IToolCommand
{
    private readonly LetterSelection _selection = new();
    private readonly Confirmation _confirmation = new();
    private static readonly Option<int> Wait = new("--wait")
    {
        Description = "Seconds to wait for the outcomes; 0 does not wait.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 300,
    };

    public LettersRedriveCommand() => Syntax = _selection.AddTo(new Command(
        "redrive", "Run the accounts of dead letters again, and wait for the outcomes. Exit code 1 if one is not protected.")
    {
        _confirmation.Yes, Wait,
    });

    public Command Syntax { get; }

    public async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var stack = await run.ConnectAsync(cancellationToken);
        var source = new LetterQueue(stack.Connection, stack.Outputs.DeadLetters);
        var reader = new LetterReader(source, run.Screen);
        var causes = await reader.ReadAsync(cancellationToken);
        var open = causes.SelectMany(cause => cause.Letters).ToDictionary(letter => letter.Message.Id, StringComparer.Ordinal);
        try
        {
            var chosen = _selection.Choose(run, causes);
            var wanted = chosen.Where(letter => letter.CanBeRedriven).ToList();
            if (wanted is [])
            {
                run.Screen.Write(chosen is [] ? "No such dead letters." : "None of these letters can be redriven; delete them.");
                return ExitCode.Done;
            }

            if (!await _confirmation.AskAsync(run, $"Redrive {wanted.Count} of {open.Count} dead letters?", cancellationToken))
                return ExitCode.Finding;

            var from = run.Context.Time.GetUtcNow();
            var work = new LetterQueue(stack.Connection, stack.Outputs.WorkQueue);
            foreach (var letter in wanted)
            {
                await work.SendAsync(letter.Message.Body, cancellationToken);

                // From here on it must be removed, even if the operator interrupts.
                await source.DeleteAsync(letter.Message, CancellationToken.None);
                open.Remove(letter.Message.Id);
                run.Screen.Progress($"{wanted.IndexOf(letter) + 1} of {wanted.Count} letters queued");
            }

            run.Screen.Write($"{wanted.Count} {(wanted.Count == 1 ? "letter is" : "letters are")} queued.");
            return await FinishAsync(run, stack, wanted, chosen.Count - wanted.Count, from, cancellationToken);
        }
        finally
        {
            await reader.ReleaseAsync(open.Values, CancellationToken.None);
        }
    }

    private static async Task<int> FinishAsync(
        CommandRun run, DeployedStack stack, List<Letter> redriven, int kept, DateTimeOffset from,
        CancellationToken cancellationToken)
    {
        string[] accounts = [.. redriven.SelectMany(letter => letter.Accounts).Distinct(StringComparer.Ordinal)];
        var limit = TimeSpan.FromSeconds(run.Parsed.GetValue(Wait));
        var watch = new OutcomeWatch(
            new LogsClient(stack.Connection), stack.Lifecycle.LogGroup, run.Screen, run.Context.Time);
        var ends = limit > TimeSpan.Zero && accounts is not []
            ? await watch.WaitAsync(accounts, from, limit, cancellationToken)
            : [];
        if (run.IsJson)
            run.WriteJson(new LettersDoneReport(redriven.Count, kept, ends), ReportJson.Readable.LettersDoneReport);
        foreach (var end in ends)
            Write(run.Screen, end);
        if (kept > 0)
            run.Screen.Write($"{kept} of the chosen letters stay: the function cannot handle them. Delete them.", Tone.Warning);
        return ends.All(end => end.Outcome is not ("rejected" or "retry" or null)) ? ExitCode.Done : ExitCode.Finding;
    }

    private static void Write(Screen screen, AccountEnd end)
    {
        var (text, tone) = end.Outcome switch
        {
            null => ("no outcome yet; see ctlifecycle status", Tone.Warning),
            "retry" => ($"is retried: {end.Cause}", Tone.Warning),
            "rejected" => ($"rejected: {end.Cause}", Tone.Bad),
            _ => (end.Outcome, Tone.Good),
        };
        screen.Write($"{end.Id} {text}", tone);
    }
}
