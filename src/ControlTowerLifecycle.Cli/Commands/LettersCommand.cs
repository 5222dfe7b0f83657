using System.CommandLine;
using System.Globalization;
using ControlTowerLifecycle.Cli.Letters;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Cli.Status;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>The dead letters, grouped by cause.</summary>
internal sealed class LettersCommand : IToolCommand
{
    private const int AccountsShown = 10;

    public Command Syntax { get; } = new(
        "letters", "The dead letters, grouped by cause, with what to do. Exit code 1 if there is one.");

    public async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var stack = await run.ConnectAsync(cancellationToken);
        await using var letters = await HeldLetters.ReadAsync(run, stack, cancellationToken);
        var causes = letters.Causes;
        if (run.IsJson)
            run.WriteJson(LettersReport.Of(causes), ReportJson.Readable.LettersReport);
        else
            Write(run, causes);
        return causes is [] ? ExitCode.Done : ExitCode.Finding;
    }

    private static void Write(CommandRun run, IReadOnlyList<LetterCause> causes)
    {
        var screen = run.Screen;
        if (causes is [])
        {
            screen.Write("No dead letters.", Tone.Good);
            return;
        }

        var now = run.Context.Time.GetUtcNow();
        var oldest = causes.Min(cause => cause.OldestAt);
        screen.Write(
            $"{Count(causes.Sum(cause => cause.Letters.Count), "dead letter")}, {Count(causes.Count, "cause")}{Age(oldest, now)}",
            Tone.Bad);
        foreach (var cause in causes)
            Write(screen, cause, now);
    }

    private static void Write(Screen screen, LetterCause cause, DateTimeOffset now)
    {
        var first = cause.First;
        screen.Write("");
        screen.Write($"{cause.Id}  {first.What}: {Count(cause.Letters.Count, "letter")}{Age(cause.OldestAt, now)}", Tone.Strong);
        screen.Write($"Cause: {first.Cause}", indent: 2);
        screen.Write($"What to do: {first.Advice}", indent: 2);
        if (cause.Accounts is not [])
        {
            var more = cause.Accounts.Count > AccountsShown ? $" and {cause.Accounts.Count - AccountsShown} more" : "";
            screen.Write($"Accounts: {string.Join(' ', cause.Accounts.Take(AccountsShown))}{more}", indent: 2);
        }

        var verb = first.CanBeRedriven ? "redrive" : "delete";
        screen.Write($"Then: ctlifecycle letters {verb} --cause {cause.Id}", indent: 2);
    }

    private static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    private static string Age(DateTimeOffset? oldest, DateTimeOffset now) =>
        oldest is { } since ? $", the oldest {Times.Age(now - since)} old" : "";
}
