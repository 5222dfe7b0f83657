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
}
