using ControlTowerLifecycle.Cli;
using ControlTowerLifecycle.Cli.Output;

namespace ControlTowerLifecycle.Tests.Cli;

public sealed class ScreenTests : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "1")]
    public void Text_has_no_color_without_a_terminal_or_with_NO_COLOR(bool isTerminal, string noColor)
    {
        var screen = Create(isTerminal, noColor);

        screen.Write("[bold] is text", Tone.Bad);
        screen.Fail("A failure.", "What to do.");

        Assert.Equal(("[bold] is text\n", "A failure.\nWhat to do.\n"), (_output.ToString(), _error.ToString()));
    }

    [Fact]
    public void Progress_is_not_written_without_a_terminal()
    {
        var screen = Create(isTerminal: false, noColor: "");

        screen.Progress("12 accounts read");
        screen.EndProgress();

        Assert.Equal(("", ""), (_output.ToString(), _error.ToString()));
    }

    [Fact]
    public void Standard_output_is_kept_for_the_document()
    {
        var screen = Create(isTerminal: false, noColor: "", isQuiet: true);

        screen.Write("a line");
        screen.WriteVerbatim("text");
        screen.Note("a note");

        Assert.Equal(("", "a note\n"), (_output.ToString(), _error.ToString()));
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private Screen Create(bool isTerminal, string noColor, bool isQuiet = false) => new(
        new ToolContext
        {
            Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["NO_COLOR"] = noColor, ["COLUMNS"] = "60" },
            Input = new ToolInput(Stream.Null, IsTerminal: false),
            Output = new ToolOutput(_output, isTerminal),
            Error = new ToolOutput(_error, isTerminal),
            Time = TimeProvider.System,
        },
        isQuiet);
}
