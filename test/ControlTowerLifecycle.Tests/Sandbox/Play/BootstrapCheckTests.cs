using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Play;
using ControlTowerLifecycle.Tests.Sandbox.Lambda;

namespace ControlTowerLifecycle.Tests.Sandbox.Play;

public sealed class BootstrapCheckTests
{
    private const int TimeoutMilliseconds = 30_000;

    private readonly ManualTime _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Process_that_requests_an_event_has_no_start_error() =>
        Assert.Null(await FindStartErrorAsync(ScriptedLauncher.Responding(payload => payload)));

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Process_that_exits_is_described_by_its_exit_code() => Assert.Equal(
        "/bootstrap exited with code 3 before it requested an event.",
        await FindStartErrorAsync(new ScriptedLauncher(_ => Task.FromResult(3))));

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Last_line_of_output_is_shown_without_control_characters()
    {
        var launcher = new ScriptedLauncher(process =>
        {
            process.Start.Write(LogSource.Output, "first");
            process.Start.Write(LogSource.Error, "the \u001b[31mcause");
            return Task.FromResult(3);
        });

        var error = await FindStartErrorAsync(launcher);

        Assert.EndsWith("event. Its last line of output: the  [31mcause", error, StringComparison.Ordinal);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Error_during_initialization_is_shown()
    {
        var launcher = new ScriptedLauncher(async process =>
        {
            await process.Runtime.FailInitAsync("Runtime.BadSettings", """{"errorMessage":"A setting is missing."}""");
            return 1;
        });

        Assert.Equal(
            "/bootstrap reported an error during initialization: A setting is missing.",
            await FindStartErrorAsync(launcher));
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Process_that_requests_no_event_is_refused_after_ten_seconds()
    {
        var launcher = new ScriptedLauncher(async process =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, process.Killed);
            return 0;
        });

        var check = FindStartErrorAsync(launcher);
        await _time.TimerSetAsync(TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("/bootstrap did not request an event within 10 s.", await check);
    }

    private async Task<string?> FindStartErrorAsync(ScriptedLauncher launcher)
    {
        await using var function = new LambdaFunction(ScriptedLauncher.Settings("Lifecycle"), launcher, _time);
        return await BootstrapCheck.FindStartErrorAsync(function, "/bootstrap", Token);
    }
}
