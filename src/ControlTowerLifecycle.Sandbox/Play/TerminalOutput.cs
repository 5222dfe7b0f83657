using System.Globalization;
using ControlTowerLifecycle.Sandbox.Deployment;
using Spectre.Console;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>
/// The play in a terminal: a line for every outcome, a line that moves while it waits, a table at the end.
/// </summary>
internal sealed class TerminalOutput(IAnsiConsole console, int accounts) : IPlayOutput
{
    /// <summary>Wide enough for every line where nobody's terminal sets a width: a pipe, a file, a build log.</summary>
    private const int UnboundedWidth = 200;

    /// <summary>Above this, lines and rows for every account help nobody.</summary>
    private const int MostRows = 60;

    private readonly Lock _lock = new();
    private string _progress = "";

    /// <summary>
    /// The console that a screen is drawn on: plain text in full width where the stream is no terminal.
    /// </summary>
    public static IAnsiConsole Console(TextWriter output, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isRedirected)
            console.Profile.Width = UnboundedWidth;
        return console;
    }

    private bool ShowsEvery => accounts <= MostRows;

    public void Begin(string act, string whatHappens) => Write(() =>
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{act}[/]  [grey]{whatHappens}[/]");
    });

    public void Tell(string line) => Write(() => console.MarkupLineInterpolated($"    [grey]{line}[/]"));

    public void Outcome(LoggedOutcome outcome)
    {
        if (!ShowsEvery && outcome.Outcome is "onboarded" or "unchanged" or "skipped" or "left")
            return;

        var head = $"{outcome.AccountId} {outcome.AccountName ?? "",-22} {outcome.Outcome,-9} ";
        var detail = Fit(Detail(outcome), console.Profile.Width - head.Length - "  ✓ ".Length);
        Write(() => console.MarkupLine($"  {Mark(outcome.Outcome)} {Markup.Escape(head)}[grey]{Markup.Escape(detail)}[/]"));
    }

    public void Progress(string line)
    {
        if (!console.Profile.Capabilities.Interactive || line == _progress)
            return;

        Write(() =>
        {
            _progress = line;
            console.Markup($"    [grey]… {Markup.Escape(line)}[/]\r");
        });
    }

    public void End(ActResult result) => Write(() =>
    {
        foreach (var fault in result.Faults)
            console.MarkupLineInterpolated($"  [red]✗ {fault}[/]");
        console.MarkupLine(string.Create(
            CultureInfo.InvariantCulture, $"  [bold]{result.Seconds:0.0} s[/], {result.Accounts} accounts"));
    });

    public void Finish(PlayResult result) => Write(() =>
    {
        console.WriteLine();
        console.Write(Table(result));
        foreach (var change in result.Touched)
            console.MarkupLineInterpolated($"[red]touched although it is none of the functions' business: {change}[/]");
        var isProtected = result.Accounts.Count(account => account.IsProtected);
        var skipped = result.Accounts.Count(account => account.Skipped is not null);
        console.MarkupLine(
            $"[bold]{(result.Succeeded ? "[green]Every eligible account is protected[/]" : "[red]Not as it should be[/]")}[/]: "
            + $"{isProtected} protected, {skipped} left alone on purpose, {result.Accounts.Count(account => account.IsFailed)} not protected, "
            + $"{result.DeadLetters} dead letters; nothing else {(result.Touched.Count == 0 ? "was" : "SHOULD HAVE BEEN")} touched.");
    });

    private Table Table(PlayResult result)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("account", "name", "state", "role", "connector", "protected");
        var rows = ShowsEvery ? result.Accounts : [.. result.Accounts.Where(account => !account.IsProtected).Take(MostRows)];
        foreach (var row in rows)
        {
            table.AddRow(
                row.Account.Id,
                Markup.Escape(row.Account.Name),
                row.Account.State.ToString().ToLowerInvariant(),
                Markup.Escape(row.Role),
                Markup.Escape(row.Connector),
                Verdict(row));
        }

        if (!ShowsEvery)
            table.Caption($"{result.Accounts.Count} accounts; the protected ones are not listed");
        return table;
    }

    private static string Verdict(ProtectionVerdict row) => row switch
    {
        { Skipped: { } why } => $"[grey]no: {Markup.Escape(why)}[/]",
        { Lacks: { } lack } => $"[red]NO: {Markup.Escape(lack)}[/]",
        _ => "[green]yes[/]",
    };

    private static string Mark(string outcome) => outcome switch
    {
        "onboarded" => "[green]✓[/]",
        "unchanged" => "[green]=[/]",
        "skipped" or "left" => "[grey]-[/]",
        "retry" => "[yellow]↻[/]",
        _ => "[red]✗[/]",
    };

    private static string Detail(LoggedOutcome outcome) =>
        string.Join(", ", outcome.Steps.Prepend($"{outcome.Milliseconds} ms").Concat(outcome.Why is { } why ? [why] : []));

    /// <summary>One outcome, one line: what does not fit is cut.</summary>
    private static string Fit(string text, int width) =>
        text.Length <= width ? text : string.Concat(text.AsSpan(0, Math.Max(0, width - 1)), "…");

    /// <summary>Clears the line that moves before anything else is written.</summary>
    private void Write(Action write)
    {
        lock (_lock)
        {
            if (_progress.Length > 0)
                console.Write(new ControlCode("\u001b[2K\r"));
            _progress = "";
            write();
        }
    }
}
