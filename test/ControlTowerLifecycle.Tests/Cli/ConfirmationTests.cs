using System.CommandLine;
using System.Text;
using ControlTowerLifecycle.Cli;
using ControlTowerLifecycle.Cli.Commands;
using ControlTowerLifecycle.Cli.Output;

namespace ControlTowerLifecycle.Tests.Cli;

public sealed class ConfirmationTests : IDisposable
{
    private readonly StringWriter _error = new() { NewLine = "\n" };

    [Theory]
    [InlineData("y\n", true)]
    [InlineData("Yes\n", true)]
    [InlineData("n\n", false)]
    [InlineData("\n", false)]
    [InlineData("", false)]
    [InlineData("yesterday\n", false)]
    public async Task Operator_must_agree(string answer, bool agreed)
    {
        var asked = await Record.ExceptionAsync(() => AskAsync(answer, isTerminal: true));

        Assert.Equal(agreed ? null : typeof(DeclinedException), asked?.GetType());
        Assert.StartsWith("Onboard account 444455556666? [y/N] ", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Option_answers_without_a_question()
    {
        await AskAsync("n\n", isTerminal: false, "--yes");

        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public async Task Command_without_a_terminal_is_a_usage_error()
    {
        var refused = await Assert.ThrowsAsync<ToolException>(() => AskAsync("y\n", isTerminal: false));

        Assert.Equal((ExitCode.Usage, "Add --yes."), (refused.ExitCode, refused.Advice));
    }

    public void Dispose() => _error.Dispose();

    private async Task AskAsync(string answer, bool isTerminal, params string[] arguments)
    {
        var confirmation = new Confirmation();
        var command = new RootCommand { confirmation.Yes, CommonOptions.Json, CommonOptions.Stack };
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(answer));
        var context = new ToolContext
        {
            Variables = new Dictionary<string, string>(StringComparer.Ordinal),
            Input = new ToolInput(input, isTerminal),
            Output = new ToolOutput(TextWriter.Null, IsTerminal: false),
            Error = new ToolOutput(_error, IsTerminal: false),
            Time = TimeProvider.System,
        };
        await confirmation.RequireAsync(
            new CommandRun(context, command.Parse(arguments)), "Onboard account 444455556666?", TestContext.Current.CancellationToken);
    }
}
