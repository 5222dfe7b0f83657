using System.Text.Json.Nodes;
using ControlTowerLifecycle.Cli.Commands;

namespace ControlTowerLifecycle.Tests.Cli;

/// <summary>Dead letters that another reader holds.</summary>
public sealed class HeldLettersTests
{
    [Theory]
    [InlineData("letters")]
    [InlineData("letters redrive --all --yes")]
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

    [Theory]
    [InlineData("letters redrive --cause d5a3ebcc --yes", "No dead letter has the cause d5a3ebcc")]
    [InlineData("letters redrive 444455556666 --yes", "No dead letter names 444455556666.")]
    [InlineData("letters delete 444455556666 --yes", "No dead letter names 444455556666.")]
    public async Task Missing_letter_can_be_one_that_another_reader_holds(string command, string fault)
    {
        var run = await RunAsync(command);

        Assert.Equal((ExitCode.CouldNotRun, ""), (run.ExitCode, run.Output));
        Assert.Contains(fault, run.Error, StringComparison.Ordinal);
        Assert.Contains("3 letters are held by another reader", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redrive")]
    [InlineData("delete")]
    public async Task Named_account_without_a_letter_is_refused_before_any_letter_is_handled(string verb)
    {
        await using var listed = await StackServer.StartWithLetterAsync();
        var named = JsonNode.Parse((await ToolRun.RunAsync(ToolSurroundings.Calling(listed), "letters", "--json")).Output)!
            ["causes"]![0]!["accounts"]![0]!.GetValue<string>();
        await using var server = await StackServer.StartWithLetterAsync();

        var run = await ToolRun.RunAsync(
            ToolSurroundings.Calling(server), "letters", verb, named, "999999999999", "888888888888", "--yes");

        Assert.Equal((ExitCode.CouldNotRun, ""), (run.ExitCode, run.Output));
        Assert.Contains("No dead letter names 999999999999, 888888888888.", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Calls, call => call.Operation is "SendMessage" or "DeleteMessage");
    }

    [Fact]
    public async Task Letters_that_are_read_here_are_not_counted_as_held_by_another_reader()
    {
        await using var server = await StackServer.StartWithLetterAsync("queue-attributes-three-in-flight.json");

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
