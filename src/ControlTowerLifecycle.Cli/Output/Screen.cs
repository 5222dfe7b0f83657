using System.Globalization;
using Spectre.Console;

namespace ControlTowerLifecycle.Cli.Output;

/// <summary>How a line looks in a terminal with colors.</summary>
internal enum Tone
{
    Plain,
    Strong,
    Good,
    Warning,
    Bad,
    Faint,
}

/// <summary>
/// Standard output and standard error as one screen: lines that are wrapped to the width of a terminal, and a progress line
/// that the next line replaces. There is no color if the stream is not a terminal or NO_COLOR is not empty (no-color.org).
/// </summary>
internal sealed class Screen
{
    /// <summary>The width of output that is not a terminal: nothing is wrapped.</summary>
    private const int Unbounded = 100_000;

    private readonly Lock _lock = new();
    private readonly IAnsiConsole _output;
    private readonly IAnsiConsole _error;
    private readonly bool _isQuiet;
    private readonly bool _showsProgress;
    private bool _hasProgress;

    /// <param name="context">The streams.</param>
    /// <param name="isQuiet">Whether standard output is kept for a document.</param>
    public Screen(ToolContext context, bool isQuiet)
    {
        _output = Create(context.Output, context.Variables);
        _error = Create(context.Error, context.Variables);
        _isQuiet = isQuiet;
        _showsProgress = context.Error.IsTerminal && _error.Profile.Capabilities.Ansi;
    }

    /// <summary>Writes one line to standard output, wrapped; the lines after the first are indented by two more.</summary>
    public void Write(string text, Tone tone = Tone.Plain, int indent = 0)
    {
        if (!_isQuiet)
            Locked(() => Write(_output, text, tone, indent));
    }

    /// <summary>Writes text that must not be wrapped or colored.</summary>
    public void WriteVerbatim(string text)
    {
        if (!_isQuiet)
            Locked(() => _output.Profile.Out.Writer.WriteLine(text));
    }

    /// <summary>Writes a line to standard error: what is no result.</summary>
    public void Note(string text, Tone tone = Tone.Faint) => Locked(() => Write(_error, text, tone, 0));

    /// <summary>Writes a failure and what to do to standard error.</summary>
    public void Fail(string cause, string? advice) => Locked(() =>
    {
        Write(_error, cause, Tone.Bad, 0);
        if (advice is not null)
            Write(_error, advice, Tone.Plain, 0);
    });

    /// <summary>Asks on standard error, on the line on which the operator answers.</summary>
    public void Prompt(string text) => Locked(() => _error.Profile.Out.Writer.Write($"{text} "));

    /// <summary>Replaces the progress line, if standard error is a terminal.</summary>
    public void Progress(string text)
    {
        if (!_showsProgress)
            return;

        lock (_lock)
        {
            var width = Math.Max(1, _error.Profile.Width - 1);
            var line = text.Length <= width ? text : string.Concat(text.AsSpan(0, width - 1), "…");
            _error.Profile.Out.Writer.Write($"\r\u001b[2K{line}");
            _error.Profile.Out.Writer.Flush();
            _hasProgress = true;
        }
    }

    public void EndProgress() => Locked(() => { });

    private void Locked(Action write)
    {
        lock (_lock)
        {
            if (_hasProgress)
                _error.Profile.Out.Writer.Write("\r\u001b[2K");
            _hasProgress = false;
            write();
        }
    }

    private static void Write(IAnsiConsole console, string text, Tone tone, int indent)
    {
        var style = Style(tone);
        var isFirst = true;
        foreach (var line in LineWrapper.Wrap(text, Math.Max(1, console.Profile.Width - indent - 2)))
        {
            var margin = new string(' ', isFirst ? indent : indent + 2);
            if (console.Profile.Capabilities.ColorSystem == ColorSystem.NoColors || tone == Tone.Plain)
                console.Profile.Out.Writer.WriteLine(margin + line);
            else
                console.MarkupLine($"{margin}[{style}]{Markup.Escape(line)}[/]");
            isFirst = false;
        }
    }

    private static string Style(Tone tone) => tone switch
    {
        Tone.Strong => "bold",
        Tone.Good => "green",
        Tone.Warning => "yellow",
        Tone.Bad => "red",
        Tone.Faint => "grey",
        _ => "default",
    };

    private static IAnsiConsole Create(ToolOutput stream, IReadOnlyDictionary<string, string> variables)
    {
        var isPlain = !stream.IsTerminal || variables.GetValueOrDefault("NO_COLOR") is { Length: > 0 };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(stream.Writer),
            Ansi = stream.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = InteractionSupport.No,
            // The default enrichers turn colors on again in build systems.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        if (int.TryParse(variables.GetValueOrDefault("COLUMNS"), CultureInfo.InvariantCulture, out var columns) && columns > 0)
            console.Profile.Width = columns;
        else if (!stream.IsTerminal)
            console.Profile.Width = Unbounded;
        return console;
    }
}
