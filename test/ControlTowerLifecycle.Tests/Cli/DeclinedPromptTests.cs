using ControlTowerLifecycle.Cli.Commands;

namespace ControlTowerLifecycle.Tests.Cli;

/// <summary>Every command that asks, if the operator declines.</summary>
public sealed class DeclinedPromptTests
{
    private static readonly string[] Reads =
    [
        "DescribeStacks", "/2015-03-31/functions/ControlTowerLifecycle-LifecycleFunction-AbCdEf/configuration",
        "ReceiveMessage", "GetQueueAttributes", "ChangeMessageVisibility",
    ];

    [Theory]
    [InlineData("onboard 444455556666")]
    [InlineData("onboard --all --queue")]
    [InlineData("refresh")]
    [InlineData("offboard 444455556666")]
    [InlineData("letters redrive --all")]
    [InlineData("letters delete --cause d5a3ebcc")]
    [InlineData("pause")]
    [InlineData("key rotate")]
    [InlineData("external-id migrate")]
    [InlineData("external-id retrieval off")]
    public async Task Declined_command_changes_nothing_and_says_so(string command)
    {
        var text = await DeclineAsync(command);
        var json = await DeclineAsync($"{command} --json");

        Assert.Equal((ExitCode.Finding, ""), (text.ExitCode, text.Output));
        Assert.EndsWith("? [y/N] Nothing was changed.\n", text.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Finding, true), (json.ExitCode, (bool)json.Json["declined"]!));
    }

    private static async Task<ToolRun> DeclineAsync(string command)
    {
        await using var server = await StackServer.StartWithLetterAsync();

        var run = await ToolRun.RunAsync(
            ToolSurroundings.Calling(server) with { Input = "n\n"u8.ToArray(), IsTerminal = true }, command.Split(' '));

        Assert.Subset(new HashSet<string>(Reads), server.Calls.Select(call => call.Operation).ToHashSet());
        return run;
    }
}
