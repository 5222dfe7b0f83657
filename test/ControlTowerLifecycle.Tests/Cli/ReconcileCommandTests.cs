using ControlTowerLifecycle.Cli.Commands;

namespace ControlTowerLifecycle.Tests.Cli;

public sealed class ReconcileCommandTests
{
    [Fact]
    public async Task Unknown_unit_is_refused_before_the_function_is_invoked()
    {
        await using var server = await StackServer.StartAsync();
        server.On("ListParents", "child-not-found.json", 400);

        var run = await ToolRun.RunAsync(ToolSurroundings.Calling(server), "reconcile", "--ou", "ou-zzzz-aaaaaaaa", "--yes");

        Assert.Equal((ExitCode.CouldNotRun, ""), (run.ExitCode, run.Output));
        Assert.Contains("ou-zzzz-aaaaaaaa: the organization has no such unit", run.Error, StringComparison.Ordinal);
        Assert.Contains("Check the ID", run.Error, StringComparison.Ordinal);
        Assert.Equal("ListParents", server.Calls[^1].Operation);
    }
}
