using System.CommandLine;
using ControlTowerLifecycle.Cli.Aws.Logs;
using ControlTowerLifecycle.Cli.Aws.Sqs;
using ControlTowerLifecycle.Cli.Letters;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Cli.Stack;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>
/// Sends dead letters to the work queue again. Each is queued before it is removed, so an interruption leaves a letter twice
/// at worst, and running an account twice changes nothing.
/// </summary>
internal sealed class LettersRedriveCommand : IToolCommand
{
    private readonly LetterSelection _selection = new();
    private readonly Confirmation _confirmation = new();

    private readonly Option<int> _wait = NumberOption.Wait("Seconds to wait for the outcomes; 0 does not wait.", 300);

    public LettersRedriveCommand() => Syntax = _selection.AddTo(new Command(
        "redrive", "Run the accounts of dead letters again, and wait for the outcomes. Exit code 1 if one is not protected.")
    {
        _confirmation.Yes, _wait,
    });

    public Command Syntax { get; }

    public async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var stack = await run.ConnectAsync(cancellationToken);
        await using var held = await HeldLetters.ReadAsync(run, stack, cancellationToken);
        var chosen = _selection.Choose(run, held);
        var wanted = chosen.Where(letter => letter.CanBeRedriven).ToList();
        var kept = chosen.Count - wanted.Count;
        if (wanted is [])
        {
            run.Screen.Write(kept == 0 ? "No such dead letters." : "None of these letters can be redriven; delete them.");
            return Finish(run, held, [], kept, []);
        }

        await _confirmation.RequireAsync(
            run, $"Redrive {wanted.Count} of {held.Count} dead letters ({LetterSelection.Describe(wanted)})?", cancellationToken);
        var from = run.Context.Time.GetUtcNow();
        var queued = await QueueAsync(run, stack, held, wanted, cancellationToken);

        // The wait for the outcomes is longer than letters can be held.
        await held.DisposeAsync();
        run.Screen.Write(
            $"{queued.Count} {(queued.Count == 1 ? "letter is" : "letters are")} queued: {LetterSelection.Describe(queued.Select(one => one.Letter))}.");
        var ends = await WaitAsync(run, stack, [.. queued.SelectMany(letter => letter.Awaited)], from, cancellationToken);
        return Finish(run, held, queued, chosen.Count - queued.Count, ends);
    }

    /// <returns>The letters that were queued and removed. Another reader has the others by now.</returns>
    private static async Task<List<RedrivenLetter>> QueueAsync(
        CommandRun run, DeployedStack stack, HeldLetters held, List<Letter> wanted, CancellationToken cancellationToken)
    {
        var work = new QueueClient(stack.Connection, stack.Outputs.WorkQueue);
        List<RedrivenLetter> queued = [];
        foreach (var letter in wanted)
        {
            if (!await held.TryTakeAsync(letter, cancellationToken))
                continue;

            var message = await work.SendAsync(letter.Message.Body, cancellationToken);
            await held.DeleteAsync(letter);
            queued.Add(new RedrivenLetter(letter, message));
            run.Screen.Progress($"{queued.Count} of {wanted.Count} letters queued");
        }

        return queued;
    }

    private static int Finish(
        CommandRun run, HeldLetters held, List<RedrivenLetter> redriven, int kept, IReadOnlyList<AccountEnd> ends)
    {
        if (run.IsJson)
        {
            run.WriteJson(
                new LettersDoneReport(redriven.Count, kept, held.HeldByOthers, ends), ReportJson.Readable.LettersDoneReport);
        }

        foreach (var end in ends)
            Write(run.Screen, end);
        held.WarnOfOthers(run.Screen);
        if (redriven is not [] && kept > 0)
        {
            run.Screen.Write(
                $"{kept} of the chosen letters stay: the function cannot handle them, or another reader has them.", Tone.Warning);
        }

        return kept + held.HeldByOthers == 0 && ends.All(end => end.Outcome is "onboarded" or "unchanged" or "left") ? ExitCode.Done : ExitCode.Finding;
    }

    /// <summary>The letters are queued. If the log cannot be read, only their outcomes are not known.</summary>
    private async Task<IReadOnlyList<AccountEnd>> WaitAsync(
        CommandRun run, DeployedStack stack, IReadOnlyList<AwaitedRun> runs, DateTimeOffset from,
        CancellationToken cancellationToken)
    {
        var limit = TimeSpan.FromSeconds(run.Parsed.GetValue(_wait));
        if (limit <= TimeSpan.Zero || runs is [])
            return [];

        try
        {
            return await new OutcomeWatch(
                    new LogsClient(stack.Connection), stack.Lifecycle.LogGroup, run.Screen, run.Context.Time)
                .WaitAsync(runs, from, limit, cancellationToken);
        }
        catch (RemoteSystemException failed)
        {
            run.Screen.Fail(OutsideText.CleanSentence(failed.Message), "See the outcomes with: ctlifecycle status");
            return [.. runs.Select(awaited => awaited.AccountId).Distinct(StringComparer.Ordinal)
                .Select(account => new AccountEnd(account, null, null))];
        }
    }

    private static void Write(Screen screen, AccountEnd end)
    {
        var (text, tone) = end.Outcome switch
        {
            null => ($"no outcome was found in time; see ctlifecycle account {end.Id}", Tone.Warning),
            "retry" => ($"is retried, and its last outcome was not found in time: {end.Cause}", Tone.Warning),
            "rejected" => ($"rejected: {end.Cause}", Tone.Bad),
            "skipped" => ("skipped; see ctlifecycle account " + end.Id, Tone.Warning),
            _ => (end.Outcome, Tone.Good),
        };
        screen.Write($"{end.Id} {text}", tone);
    }
}
