using ControlTowerLifecycle.Tests.Aws;

namespace ControlTowerLifecycle.Tests.Cli;

/// <summary>AWS with one deployed stack.</summary>
internal static class StackServer
{
    private const string Function = "/2015-03-31/functions/ControlTowerLifecycle-LifecycleFunction-AbCdEf/configuration";

    public static async Task<LoopbackServer> StartAsync()
    {
        var server = await LoopbackServer.StartAsync();
        return server
            .On("DescribeStacks", Path.Combine("..", "..", "Cli", "Payloads", "describe-stacks.xml"))
            .On(Function, Path.Combine("..", "..", "Cli", "Payloads", "function-configuration.json"));
    }

    /// <summary>The same with one dead letter.</summary>
    /// <param name="attributes">The payload with the counts of the queue: how many letters are in flight after the read.</param>
    public static async Task<LoopbackServer> StartWithLetterAsync(string attributes = "queue-attributes-one-in-flight.json") =>
        (await StartAsync())
            .On("ReceiveMessage", "receive-message.json")
            .On("ReceiveMessage", "nothing.json")
            .On("GetQueueAttributes", attributes)
            .On("ChangeMessageVisibility", "nothing.json");
}
