using ControlTowerLifecycle.Sandbox.Lambda;

namespace ControlTowerLifecycle.Tests.Sandbox.Lambda;

public sealed class LambdaFunctionWarmUpTests
{
    private const int TimeoutMilliseconds = 30_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Warm_environment_runs_the_first_invocation()
    {
        await using var function = Function(ScriptedLauncher.Responding(payload => payload));

        Assert.Null(await function.WarmUpAsync(Token));
        Assert.Equal((0, 1), (function.Counts.Invocations, function.Counts.Environments));

        Assert.Equal("1", (await function.InvokeAsync("1", Token)).Payload);
        Assert.Equal((1, 1), (function.Counts.Invocations, function.Counts.Environments));
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Failed_warm_up_returns_the_failure_and_frees_its_place()
    {
        var exitCodes = new Queue<int>([78, 79]);
        await using var function = Function(new ScriptedLauncher(_ => Task.FromResult(exitCodes.Dequeue())));

        Assert.Equal(78, Assert.IsType<InvocationResult.Crashed>(await function.WarmUpAsync(Token)).ExitCode);
        Assert.Equal(79, Assert.IsType<InvocationResult.Crashed>(await function.WarmUpAsync(Token)).ExitCode);
        Assert.Empty(function.Environments);
    }

    private static LambdaFunction Function(ScriptedLauncher launcher) =>
        new(ScriptedLauncher.Settings("Lifecycle") with { Concurrency = 1 }, launcher, new ManualTime());
}
