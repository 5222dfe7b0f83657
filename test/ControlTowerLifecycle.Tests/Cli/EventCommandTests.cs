using System.Text;
using ControlTowerLifecycle.Cli;
using ControlTowerLifecycle.Cli.Commands;
using ControlTowerLifecycle.Cli.Output;

namespace ControlTowerLifecycle.Tests.Cli;

public sealed class EventCommandTests
{
    [Theory]
    [InlineData("CreateManagedAccount.succeeded.json", "accountGoverned")]
    [InlineData("RegisterOrganizationalUnit.succeeded.json", "organizationalUnitGoverned")]
    [InlineData("DeregisterOrganizationalUnit.succeeded.json", "accountLeft")]
    [InlineData("Organizations.CloseAccountResult.succeeded.json", "accountLeft")]
    [InlineData("EnableGuardrail.succeeded.json", "notOurs")]
    [InlineData("Work.left.json", "accountLeft")]
    [InlineData("Work.unsentEvent.json", "eventUnsent")]
    public async Task Event_of_a_file_is_explained(string payload, string kind)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Payloads", payload);

        var text = await ToolRun.RunAsync("event", path);
        var json = await ToolRun.RunAsync("event", path, "--json");

        Assert.Equal((ExitCode.Done, ExitCode.Done), (text.ExitCode, json.ExitCode));
        Assert.StartsWith($"{kind}: ", text.Output, StringComparison.Ordinal);
        Assert.Equal(kind, json.Json["kind"]!.GetValue<string>());
    }

    [Fact]
    public async Task Account_of_standard_input_is_shown()
    {
        var run = await ToolRun.RunAsync(
            ToolSurroundings.WithInput("""{"accountId":"000000000042","accountName":"payments"}"""), "event", "-");

        Assert.Contains("  000000000042 payments", run.Lines);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"accountId":"11112222333"}""")]
    [InlineData("""{"source":"aws.controltower","detail":7}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"accountId":"111122223333","accountName":7}""")]
    public async Task Unreadable_event_is_a_finding_and_never_a_defect(string input)
    {
        var run = await ToolRun.RunAsync(ToolSurroundings.WithInput(input), "event", "-");

        Assert.Equal((ExitCode.Finding, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("unreadable: ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3 * 1024 * 1024, (byte)'{')]
    [InlineData(100_000, (byte)'[')]
    [InlineData(64, (byte)0xff)]
    public async Task Hostile_bytes_are_unreadable(int length, byte value)
    {
        var run = await ToolRun.RunAsync(
            new ToolSurroundings { Input = [.. Enumerable.Repeat(value, length)] }, "event", "-");

        Assert.Equal((ExitCode.Finding, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Name_from_outside_cannot_direct_the_terminal()
    {
        var input = Encoding.UTF8.GetBytes("{\"accountId\":\"111122223333\",\"accountName\":\"a\\u001b[31m\\nb\"}");

        var run = await ToolRun.RunAsync(new ToolSurroundings { Input = input }, "event", "-");

        Assert.DoesNotContain('\u001b', run.Output);
        Assert.Equal(2, run.Lines.Length);
    }

    [Fact]
    public async Task Read_from_a_terminal_ends_with_an_interruption()
    {
        using var interrupt = new CancellationTokenSource();
        using var terminal = new SilentTerminal(interrupt);
        using var error = new StringWriter();

        var exitCode = await Tool.RunAsync(
            ["event", "-"],
            new ToolContext
            {
                Variables = new Dictionary<string, string>(StringComparer.Ordinal),
                Input = new ToolInput(terminal, IsTerminal: true),
                Output = new ToolOutput(TextWriter.Null, IsTerminal: false),
                Error = new ToolOutput(error, IsTerminal: false),
                Time = TimeProvider.System,
            },
            interrupt.Token);

        Assert.Equal(ExitCode.Interrupted, exitCode);
        Assert.StartsWith("Interrupted.", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_file_is_reported_with_what_to_do()
    {
        var run = await ToolRun.RunAsync("event", "/no/such/file");

        Assert.Equal((ExitCode.CouldNotRun, ""), (run.ExitCode, run.Output));
        Assert.Contains("/no/such/file cannot be read", run.Error, StringComparison.Ordinal);
    }

    /// <summary>The operator types nothing but Ctrl+C, and a read does not look at its token.</summary>
    private sealed class SilentTerminal(CancellationTokenSource interrupt) : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await interrupt.CancelAsync();
            return await new TaskCompletionSource<int>().Task;
        }
    }
}
