using System.CommandLine;
using System.Globalization;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Cli.Status;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>What the functions have logged as errors, and their crashes, newest first, with what to do.</summary>
internal sealed class ErrorsCommand : IToolCommand
{
    private const int Shown = 20;

    private readonly Option<int> _hours = NumberOption.Create(
        "--hours", "How far to look back.", "N", 24, 1, ErrorReader.MaximumHours);

    public ErrorsCommand() => Syntax = new Command(
        "errors", "Errors and crashes of the functions, with what to do. Exit code 1 if there is one.")
    {
        _hours,
    };

    public Command Syntax { get; }

    public async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var hours = run.Parsed.GetValue(_hours);
        var stack = await run.ConnectAsync(cancellationToken);
        var errors = await new ErrorReader(stack, run.Screen).ReadAsync(
            run.Context.Time.GetUtcNow() - TimeSpan.FromHours(hours), cancellationToken);
        if (run.IsJson)
            run.WriteJson(new ErrorsReport(errors), ReportJson.Readable.ErrorsReport);
        Write(run.Screen, errors, hours);
        return errors is [] ? ExitCode.Done : ExitCode.Finding;
    }

    private static void Write(Screen screen, IReadOnlyList<ReportedError> errors, int hours)
    {
        var period = string.Create(CultureInfo.InvariantCulture, $"in the last {(hours == 1 ? "hour" : $"{hours} hours")}");
        if (errors is [])
        {
            screen.Write($"No errors {period}.", Tone.Good);
            return;
        }

        screen.Write(string.Create(CultureInfo.InvariantCulture, $"{errors.Count} errors {period}, newest first"), Tone.Bad);
        foreach (var error in errors.Take(Shown))
        {
            screen.Write("");
            screen.Write($"{Times.Format(error.At)}  {error.Function}  {error.AccountId} {error.Message}".TrimEnd(), Tone.Strong);
            if (error.Cause is { } cause)
                screen.Write($"Cause: {cause}", indent: 3);
            if (error.WhatToDo is { } advice)
                screen.Write($"What to do: {advice}", indent: 3);
        }

        if (errors.Count > Shown)
            screen.Write($"\n{errors.Count - Shown} more: use a smaller --hours, or --json.");
    }
}
