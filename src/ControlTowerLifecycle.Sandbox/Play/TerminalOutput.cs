using System.Globalization;
using ControlTowerLifecycle.Sandbox.Deployment;
using Spectre.Console;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>Shows the play in a terminal: a line for every outcome, a progress line, and a table at the end.</summary>
internal sealed class TerminalOutput(IAnsiConsole console, int accounts) : IPlayOutput
{
    /// <summary>In a larger organization the output has no line for every account.</summary>
    private const int MaximumRows = 60;

    private const int NameLength = 22;

    private readonly Lock _gate = new();
    private string _progress = "";
    private Act? _act;

    private bool ShowsEveryAccount => accounts <= MaximumRows;

    public void Start(Uri? page) => Locked(() =>
    {
        // A console would wrap the address.
        if (page is not null)
            console.Profile.Out.Writer.WriteLine($"Live in a browser: {page}");
        Line(
            $"The sandbox starts an AWS organization with {accounts} accounts on this machine."
                + " It needs no AWS account.",
            "default",
            0);
    });

    public void Begin(Act act) => Locked(() =>
    {
        _act = act;
        console.WriteLine();
        Line(act.Name, "bold", 0);
        Line(act.Description, "grey", 2);
    });

    public void Write(string line) => Locked(() => Line(line, "grey", 4));

    /// <summary>Writes text that the user must copy: the console does not wrap it.</summary>
    public void WriteVerbatim(string text) => Locked(() => console.Profile.Out.Writer.WriteLine(text));

    public void Outcome(LoggedOutcome outcome)
    {
        if (!ShowsEveryAccount && outcome.Outcome is "onboarded" or "unchanged" or "skipped" or "left")
            return;

        Locked(() =>
        {
            var name = Fit(outcome.AccountName ?? "", NameLength);
            var word = _act?.WordFor(outcome.Outcome) ?? outcome.Outcome;
            var head = $"{outcome.AccountId} {name,-NameLength} {word,-9} ";
            var detail = Fit(Detail(outcome), console.Profile.Width - head.Length - "  ✓ ".Length);
            console.MarkupLine($"  {Mark(outcome.Outcome)} {Markup.Escape(head)}[grey]{Markup.Escape(detail)}[/]");
        });
    }

    public void Progress(string line)
    {
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Capabilities.Ansi || line == _progress)
            return;

        Locked(() =>
        {
            _progress = line;
            console.Markup($"    [grey]… {Markup.Escape(Fit(line, console.Profile.Width - "    … ".Length - 1))}[/]\r");
        });
    }

    public void End(ActResult result) => Locked(() =>
    {
        foreach (var fault in result.Faults)
            Line($"✗ {fault}", "red", 2);
        var outcomes = string.Join(", ", result.Outcomes.Select(outcome => $"{outcome.Value} {outcome.Key}"));
        Line(
            string.Create(CultureInfo.InvariantCulture, $"{result.Seconds:0.0} s, {result.Accounts} accounts")
                + (outcomes.Length > 0 ? $": {outcomes}" : ""),
            "bold",
            2);
    });

    public void Finish(PlayResult result) => Locked(() =>
    {
        console.WriteLine();
        ProtectionVerdict[] rows = ShowsEveryAccount
            ? [.. result.Accounts]
            : [.. result.Accounts.Where(account => !account.IsProtected).Take(MaximumRows)];
        console.Write(AccountTable.Create(rows, console.Profile.Width));
        if (!ShowsEveryAccount)
            Line($"{result.Accounts.Count} accounts. The table does not contain protected accounts.", "grey", 0);
        foreach (var change in result.Touched)
            Line($"Unexpected change: {change}", "red", 0);
        Line(
            result.Succeeded ? "Every eligible account is protected." : "The play failed.",
            result.Succeeded ? "bold green" : "bold red",
            0);
        Line(
            $"{result.Accounts.Count(account => account.IsProtected)} protected,"
                + $" {result.Accounts.Count(account => account.Skipped is not null)} skipped,"
                + $" {result.Accounts.Count(account => account.IsFailed)} not protected,"
                + $" {result.DeadLetters} dead letters, {result.Touched.Count} unexpected changes.",
            "default",
            0);
    });

    /// <summary>An interrupted terminal shows ^C at the cursor. The last line replaces it.</summary>
    public void Stop(string line) => Locked(() =>
    {
        if (console.Profile.Capabilities.Interactive)
            ClearLine();
        Line(line, "default", 0);
    });

    private void Line(string text, string style, int indent)
    {
        foreach (var line in CellWrapper.Wrap(text, Math.Max(1, console.Profile.Width - indent)))
            console.MarkupLine($"{new string(' ', indent)}[{style}]{Markup.Escape(line)}[/]");
    }

    private static string Mark(string outcome) => outcome switch
    {
        "onboarded" => "[green]✓[/]",
        "unchanged" => "[green]=[/]",
        "skipped" or "left" => "[grey]-[/]",
        "retry" => "[yellow]↻[/]",
        _ => "[red]✗[/]",
    };

    private static string Detail(LoggedOutcome outcome)
    {
        IEnumerable<string> reason = outcome.Why is { } why ? [why] : [];
        return string.Join(", ", [$"{outcome.Milliseconds} ms", .. outcome.Steps, .. reason]);
    }

    /// <summary>Cuts a text to the width.</summary>
    private static string Fit(string text, int width) =>
        text.Length <= width ? text : width < 1 ? "" : string.Concat(text.AsSpan(0, width - 1), "…");

    private void ClearLine() => console.Write(new ControlCode("\u001b[2K\r"));

    private void Locked(Action write)
    {
        lock (_gate)
        {
            if (_progress.Length > 0)
                ClearLine();
            _progress = "";
            write();
        }
    }
}
