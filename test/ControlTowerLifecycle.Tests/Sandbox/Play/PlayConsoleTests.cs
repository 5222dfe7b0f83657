using ControlTowerLifecycle.Sandbox.Play;
using Spectre.Console;

namespace ControlTowerLifecycle.Tests.Sandbox.Play;

public sealed class PlayConsoleTests
{
    [Theory]
    [InlineData(false, null)]
    [InlineData(false, "1")]
    [InlineData(true, "1")]
    [InlineData(true, "0")]
    public void Output_has_no_escape_sequence_without_a_terminal_or_with_NO_COLOR(bool isTerminal, string? noColor)
    {
        using var writer = new StringWriter();
        var console = PlayConsole.Create(writer, isTerminal, noColor);

        console.MarkupLine("[bold red]text[/]");
        console.Write(new ControlCode("\u001b[2K"));

        Assert.Equal($"text{Environment.NewLine}", writer.ToString());
        Assert.False(console.Profile.Capabilities.Interactive);
    }

    [Fact]
    public void Output_without_a_terminal_has_long_lines()
    {
        using var writer = new StringWriter();

        Assert.Equal(200, PlayConsole.Create(writer).Profile.Width);
    }
}
