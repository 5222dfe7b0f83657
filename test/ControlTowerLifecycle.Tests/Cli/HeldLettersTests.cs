using ControlTowerLifecycle.Cli.Commands;

namespace ControlTowerLifecycle.Tests.Cli;

/// <summary>Dead letters that another reader holds.</summary>
public sealed class HeldLettersTests
{
    [Theory]
    [InlineData("letters")]
    [InlineData("letters redrive --all --yes")]
    [InlineData("letters redrive 444455556666 --yes")]
    [InlineData("letters delete --all --yes")]
    public async Task Letters_that_another_reader_holds_are_a_finding(string command)
    {
        var text = await RunAsync(command);
        var json = await RunAsync($"{command} --json");

        Assert.Equal((ExitCode.Finding, ""), (text.ExitCode, text.Error));
        Assert.Contains("3 letters are held by another reader; try again in a minute.", text.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("No dead letters.", text.Output, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Finding, 3), (json.ExitCode, (int)json.Json["heldByOthers"]!));
    }

    [Fact]
    public async Task Missing_cause_can_be_of_a_letter_that_another_reader_holds()
    {
        var run = await RunAsync("letters redrive --cause d5a3ebcc --yes");

        Assert.Equal(ExitCode.CouldNotRun, run.ExitCode);
        Assert.Contains("No dead letter has the cause d5a3ebcc", run.Error, StringComparison.Ordinal);
        Assert.Contains("3 letters are held by another reader", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letters_that_are_read_here_are_not_counted_as_held_by_another_reader()
    {
        await using var server = await StackServer.StartAsync();
        server
            .On("ReceiveMessage", "receive-message.json")
            .On("ReceiveMessage", "nothing.json")
            .On("GetQueueAttributes", "queue-attributes-three-in-flight.json")
            .On("ChangeMessageVisibility", "nothing.json");

        var run = await ToolRun.RunAsync(ToolSurroundings.Calling(server), "letters", "--json");

        Assert.Equal((1, 2), ((int)run.Json["count"]!, (int)run.Json["heldByOthers"]!));
    }

    private static async Task<ToolRun> RunAsync(string command)
    {
        await using var server = await StackServer.StartAsync();
        server.On("ReceiveMessage", "nothing.json").On("GetQueueAttributes", "queue-attributes-three-in-flight.json");
        return await ToolRun.RunAsync(ToolSurroundings.Calling(server), command.Split(' '));
    }
}
