using ControlTowerLifecycle.Cli.Commands;
using Microsoft.AspNetCore.Http;

namespace ControlTowerLifecycle.Tests.Cli;

/// <summary>What the responses of the backfill function become.</summary>
public sealed class ExternalIdCommandTests
{
    private const string Backfill = "/2015-03-31/functions/ControlTowerLifecycle-BackfillFunction-AbCdEf/invocations";

    [Fact]
    public async Task Report_is_shown()
    {
        var run = await RunAsync("""{"source":"tenant","kept":true,"retrieval":"enabled"}""", "external-id", "show", "--json");

        Assert.Equal((ExitCode.Done, "tenant"), (run.ExitCode, (string)run.Json["source"]!));
    }

    [Theory]
    [InlineData("""{"error":"The ID is not in the secret","whatToDo":"Put it there."}""", "Put it there.")]
    [InlineData("""{"error":"The ID is not in the secret"}""", "ctlifecycle errors")]
    [InlineData("""{"errorType":"Function.NotSwitched","errorMessage":"The ID is not in the secret"}""", "The log of the function")]
    public async Task Refusal_is_a_failure_with_what_to_do_also_of_an_older_function(string response, string advice)
    {
        var run = await RunAsync(response, "external-id", "retrieval", "off", "--yes", "--json");

        Assert.Equal((ExitCode.CouldNotRun, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("The ID is not in the secret", run.Error, StringComparison.Ordinal);
        Assert.Contains(advice, run.Error, StringComparison.Ordinal);
    }

    private static async Task<ToolRun> RunAsync(string response, params string[] arguments)
    {
        await using var server = await StackServer.StartAsync();
        server.On(Backfill, context => context.Response.WriteAsync(response, TestContext.Current.CancellationToken));
        return await ToolRun.RunAsync(ToolSurroundings.Calling(server), arguments);
    }
}
