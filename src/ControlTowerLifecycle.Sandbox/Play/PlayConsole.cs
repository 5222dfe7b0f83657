using Spectre.Console;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>Creates the console for a stream of this process, or for a writer of a test.</summary>
internal static class PlayConsole
{
    /// <summary>The width of output that is not a terminal, for example a pipe, a file or a build log.</summary>
    private const int UnboundedWidth = 200;

    /// <summary>
    /// Plain text if the writer is not a terminal or the environment variable NO_COLOR is not empty (no-color.org).
    /// </summary>
    public static IAnsiConsole Create(TextWriter writer) =>
        Create(writer, IsTerminal(writer), Environment.GetEnvironmentVariable("NO_COLOR"));

    internal static IAnsiConsole Create(TextWriter writer, bool isTerminal, string? noColor)
    {
        var isPlain = !isTerminal || !string.IsNullOrEmpty(noColor);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isPlain ? InteractionSupport.No : InteractionSupport.Detect,
            // The default enrichers turn colours on again in build systems.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        if (!isTerminal)
            console.Profile.Width = UnboundedWidth;
        return console;
    }

    private static bool IsTerminal(TextWriter writer) =>
        (ReferenceEquals(writer, Console.Out) && !Console.IsOutputRedirected)
        || (ReferenceEquals(writer, Console.Error) && !Console.IsErrorRedirected);
}
