using System.CommandLine;
using ControlTowerLifecycle.Cli.Letters;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Reports;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>Deletes dead letters. What they request is not done.</summary>
internal sealed class LettersDeleteCommand : IToolCommand
{
    private readonly LetterSelection _selection = new();
    private readonly Confirmation _confirmation = new();

    public LettersDeleteCommand() => Syntax = _selection.AddTo(new Command(
        "delete", "Delete dead letters. What they request is not done; a reconcile still finds accounts without protection.")
    {
        _confirmation.Yes,
    });

    public Command Syntax { get; }

    public async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var stack = await run.ConnectAsync(cancellationToken);
        await using var held = await HeldLetters.ReadAsync(run, stack, cancellationToken);
        var chosen = _selection.Choose(run, held);
        if (chosen is not [])
        {
            await _confirmation.RequireAsync(
                run, $"Delete {chosen.Count} of {held.Count} dead letters ({LetterSelection.Describe(chosen)})?", cancellationToken);
        }

        List<Letter> deleted = [];
        foreach (var letter in chosen)
        {
            if (!await held.TryTakeAsync(letter, cancellationToken))
                continue;

            await held.DeleteAsync(letter);
            deleted.Add(letter);
        }

        var kept = chosen.Count - deleted.Count;
        if (run.IsJson)
            run.WriteJson(new LettersDoneReport(deleted.Count, kept, held.HeldByOthers, []), ReportJson.Readable.LettersDoneReport);
        run.Screen.Write(
            $"{deleted.Count} {(deleted.Count == 1 ? "letter was" : "letters were")} deleted{(deleted is [] ? "" : $": {LetterSelection.Describe(deleted)}")}.");
        if (kept > 0)
            run.Screen.Write($"{kept} of the chosen letters stay: another reader has them.", Tone.Warning);
        held.WarnOfOthers(run.Screen);
        return kept + held.HeldByOthers == 0 ? ExitCode.Done : ExitCode.Finding;
    }
}
