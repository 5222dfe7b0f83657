using ControlTowerLifecycle.Sandbox.Lambda;

namespace ControlTowerLifecycle.Tests.Sandbox.Lambda;

public sealed class LambdaFunctionTests
{
    private const int TimeoutMilliseconds = 30_000;
    private const string Error = """{"errorMessage":"It broke.","errorType":"BrokenException"}""";

    private static readonly SandboxFunctionSettings Settings =
        ScriptedLauncher.Settings("Lifecycle") with { Concurrency = 2 };

    private readonly ManualTime _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Warm_environment_is_reused()
    {
        await using var function = Function(ScriptedLauncher.Responding(payload => $"[{payload}]"));

        Assert.Equal("[1]", (await function.InvokeAsync("1", Token)).Payload);
        Assert.Equal("[2]", (await function.InvokeAsync("2", Token)).Payload);

        Assert.Equal((2, 1), (function.Counts.Invocations, function.Counts.Environments));
        Assert.Equal(20 << 20, function.PeakResidentBytes);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Environments_start_up_to_the_concurrency_and_further_calls_wait()
    {
        var atWork = new SemaphoreSlim(0);
        var goOn = new TaskCompletionSource();
        await using var function = Function(new ScriptedLauncher(async process =>
        {
            while (true)
            {
                var received = await process.Runtime.NextAsync();
                atWork.Release();
                await goOn.Task.WaitAsync(process.Killed);
                await process.Runtime.RespondAsync(received.RequestId, received.Payload);
            }
        }));

        var invocations = Enumerable.Range(0, 5).Select(number => function.InvokeAsync($"{number}", Token)).ToList();
        await atWork.WaitAsync(Token);
        await atWork.WaitAsync(Token);
        Assert.Equal(2, function.Counts.Invocations);
        goOn.SetResult();

        var results = await Task.WhenAll(invocations);
        Assert.Equal("01234", string.Concat(results.Select(result => result.Payload)));
        Assert.Equal(2, function.Counts.Environments);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Environment_is_kept_after_an_error_of_the_handler()
    {
        await using var function = Function(new ScriptedLauncher(async process =>
        {
            while (true)
            {
                var received = await process.Runtime.NextAsync();
                await process.Runtime.FailAsync(received.RequestId, "Function.BrokenException", Error);
            }
        }));

        await function.InvokeAsync("{}", Token);
        var result = await function.InvokeAsync("{}", Token);

        Assert.Equal(
            new InvocationResult.FunctionError("BrokenException", "It broke.", "Function.BrokenException", Error),
            result);
        Assert.Equal(1, function.Counts.Environments);
        Assert.Equal(2, function.Counts.Errors);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Handler_is_killed_at_the_deadline_and_the_next_event_causes_a_cold_start()
    {
        var deadline = new TaskCompletionSource<string>();
        var slow = true;
        await using var function = Function(new ScriptedLauncher(async process =>
        {
            var received = await process.Runtime.NextAsync();
            deadline.TrySetResult(received.Headers["Lambda-Runtime-Deadline-Ms"]);
            if (slow)
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, process.Killed);
            await process.Runtime.RespondAsync(received.RequestId, "{}");
            await process.Runtime.NextAsync();
            return 0;
        }));

        var started = _time.GetUtcNow();
        var invocation = function.InvokeAsync("{}", Token);
        Assert.Equal($"{(started + Settings.Timeout).ToUnixTimeMilliseconds()}", await deadline.Task);
        await _time.TimerSetAsync(Settings.Timeout);
        _time.Advance(Settings.Timeout);

        Assert.Equal(Settings.Timeout, Assert.IsType<InvocationResult.TimedOut>(await invocation).After);
        Assert.Contains(
            function.Log.Lines,
            line => line.Text.EndsWith("Task timed out after 120.00 seconds", StringComparison.Ordinal));
        slow = false;
        Assert.IsType<InvocationResult.Succeeded>(await function.InvokeAsync("{}", Token));
        Assert.Equal((1, 2), (function.Counts.Timeouts, function.Counts.Environments));
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Process_that_ends_during_an_invocation_is_a_crash_with_its_exit_code()
    {
        await using var function = Function(new ScriptedLauncher(async process =>
        {
            await process.Runtime.NextAsync();
            return 134;
        }));

        var crashed = Assert.IsType<InvocationResult.Crashed>(await function.InvokeAsync("{}", Token));

        Assert.Equal(134, crashed.ExitCode);
        Assert.Contains("Runtime exited with error: exit status 134", crashed.Payload, StringComparison.Ordinal);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Running_environment_is_killed_by_its_payload()
    {
        LambdaFunction function = null!;
        await using var created = function = Function(new ScriptedLauncher(async process =>
        {
            var received = await process.Runtime.NextAsync();
            Assert.Equal(0, function.KillCurrent(environment => environment.CurrentPayload == "another"));
            Assert.Equal(1, function.KillCurrent(environment => environment.CurrentPayload == received.Payload));
            await process.Runtime.RespondAsync(received.RequestId, "{}");
            return 0;
        }));

        Assert.Equal(137, Assert.IsType<InvocationResult.Crashed>(await function.InvokeAsync("this", Token)).ExitCode);
        Assert.Equal(0, function.KillCurrent(_ => true));
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Killed_environment_is_not_reused()
    {
        await using var function = Function(ScriptedLauncher.Responding(payload => payload));
        await function.InvokeAsync("1", Token);

        function.KillAll();

        Assert.IsType<InvocationResult.Succeeded>(await function.InvokeAsync("2", Token));
        Assert.Equal(2, function.Counts.Environments);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Failed_init_fails_the_invocation_and_the_next_invocation_starts_a_new_environment()
    {
        var starts = 0;
        await using var function = Function(new ScriptedLauncher(async process =>
        {
            if (++starts == 1)
            {
                await process.Runtime.FailInitAsync("Runtime.BadSettings", Error);
                return 1;
            }

            var received = await process.Runtime.NextAsync();
            await process.Runtime.RespondAsync(received.RequestId, "{}");
            await process.Runtime.NextAsync();
            return 0;
        }));

        var failure = Assert.IsType<InvocationResult.FunctionError>(await function.InvokeAsync("{}", Token));
        Assert.Equal("Runtime.BadSettings", failure.FiledAs);
        Assert.IsType<InvocationResult.Succeeded>(await function.InvokeAsync("{}", Token));
        Assert.Equal((1, 2), (function.Counts.InitFailures, function.Counts.Environments));
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Process_that_ends_before_its_first_event_is_a_failed_init()
    {
        await using var function = Function(new ScriptedLauncher(_ => Task.FromResult(78)));

        Assert.Equal(78, Assert.IsType<InvocationResult.Crashed>(await function.InvokeAsync("{}", Token)).ExitCode);
        Assert.Equal(1, function.Counts.InitFailures);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Init_ends_at_its_timeout()
    {
        await using var function = Function(new ScriptedLauncher(async process =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, process.Killed);
            return 0;
        }));

        var invocation = function.InvokeAsync("{}", Token);
        await _time.TimerSetAsync(Settings.InitTimeout);
        _time.Advance(Settings.InitTimeout);

        Assert.Equal(Settings.InitTimeout, Assert.IsType<InvocationResult.TimedOut>(await invocation).After);
        Assert.Equal(1, function.Counts.InitFailures);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Log_has_the_output_of_the_process_and_the_lines_of_the_platform()
    {
        await using var function = Function(new ScriptedLauncher(async process =>
        {
            var received = await process.Runtime.NextAsync();
            process.Start.Write(LogSource.Output, "output");
            process.Start.Write(LogSource.Error, "complained");
            await process.Runtime.RespondAsync(received.RequestId, "{}");
            await process.Runtime.NextAsync();
            return 0;
        }));
        var heard = new List<string>();
        using var subscription = function.Log.Subscribe(line => heard.Add(line.Text));

        await function.InvokeAsync("{}", Token);

        Assert.Equal("output", (await function.Log.WaitForAsync(line => line.Source == LogSource.Output, Token)).Text);
        Assert.Equal(
            [LogSource.Platform, LogSource.Output, LogSource.Error, LogSource.Platform, LogSource.Platform],
            function.Log.Lines.Select(line => line.Source));
        Assert.Equal(function.Log.Lines.Select(line => line.Text), heard, StringComparer.Ordinal);
        Assert.StartsWith("REPORT RequestId: ", heard[^1], StringComparison.Ordinal);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Disposal_kills_running_environments()
    {
        var atWork = new TaskCompletionSource();
        var function = Function(new ScriptedLauncher(async process =>
        {
            await process.Runtime.NextAsync();
            atWork.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, process.Killed);
            return 0;
        }));
        var invocation = function.InvokeAsync("{}", Token);
        await atWork.Task;

        await function.DisposeAsync();

        Assert.IsType<InvocationResult.Crashed>(await invocation);
        Assert.Empty(function.Environments);
    }

    private LambdaFunction Function(ScriptedLauncher launcher) => new(Settings, launcher, _time);
}
