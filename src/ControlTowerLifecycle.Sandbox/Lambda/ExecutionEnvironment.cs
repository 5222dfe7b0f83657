using System.Globalization;
using System.Security.Cryptography;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>
/// An execution environment: a process and its Runtime API. It runs one invocation at a time, until its process ends.
/// </summary>
internal sealed class ExecutionEnvironment : IAsyncDisposable
{
    private readonly SandboxFunctionSettings _settings;
    private readonly TimeProvider _time;
    private readonly FunctionLog _log;
    private readonly RuntimeSession _session;
    private readonly SandboxHttpServer _server;
    private readonly IEnvironmentProcess _process;
    private readonly long _started;
    private TimeSpan? _initDuration;
    private long _peakResidentBytes;
    private volatile bool _killed;

    private ExecutionEnvironment(
        SandboxFunctionSettings settings,
        RuntimeSession session,
        SandboxHttpServer server,
        IEnvironmentLauncher launcher,
        FunctionLog log,
        TimeProvider time)
    {
        _settings = settings;
        _session = session;
        _server = server;
        _log = log;
        _time = time;
        _started = time.GetTimestamp();
        var today = time.GetUtcNow().ToString("yyyy/MM/dd", CultureInfo.InvariantCulture);
        LogStream = $"{today}/[$LATEST]{RandomNumberGenerator.GetHexString(32, lowercase: true)}";
        var variables = FunctionVariables.Create(settings, server.Address.Authority, LogStream);
        _process = launcher.Launch(
            new EnvironmentStart(variables, (source, line) => log.Write(LogStream, source, line)));
    }

    /// <summary>The name of the environment in CloudWatch Logs.</summary>
    public string LogStream { get; }

    public int ProcessId => _process.Id;

    /// <summary>The event of the running invocation; null between invocations.</summary>
    public string? CurrentPayload { get; private set; }

    public bool IsAlive => !_killed && !_process.Exited.IsCompleted;

    /// <summary>The time from the start of the process to its first request for an event. Null before it, and after the
    /// first invocation has reported it.</summary>
    public TimeSpan? InitDuration => _initDuration;

    /// <summary>The peak memory of the process in bytes. After the process ended it is the last value read.</summary>
    public long PeakResidentBytes => _peakResidentBytes = Math.Max(_peakResidentBytes, _process.PeakResidentBytes);

    public static async Task<ExecutionEnvironment> StartAsync(
        SandboxFunctionSettings settings, IEnvironmentLauncher launcher, FunctionLog log, TimeProvider time)
    {
        var session = new RuntimeSession();
        var server = await SandboxHttpServer.StartAsync(
            new SandboxRuntimeApi(session, settings.Arn).HandleAsync, CancellationToken.None);
        try
        {
            return new ExecutionEnvironment(settings, session, server, launcher, log, time);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the runtime requests its first event.</summary>
    /// <returns>Null on success, or the failure of INIT. After a failure the process is killed.</returns>
    public async Task<InvocationResult?> InitAsync(string requestId)
    {
        var ready = _session.Ready;
        await FirstAsync(_settings.InitTimeout, ready, _session.InitError, _process.Exited);
        _initDuration = _time.GetElapsedTime(_started);
        if (ready.IsCompleted)
            return null;
        var failure = await InitFailureAsync(requestId);
        Kill();
        var status = failure is InvocationResult.TimedOut ? "timeout" : "error";
        Platform($"INIT_REPORT Init Duration: {Milliseconds(_initDuration.Value)} ms\tPhase: init\tStatus: {status}");
        return failure;
    }

    /// <summary>Sends the event to the runtime. Waits for the response, and until the runtime requests the next
    /// event.</summary>
    public async Task<InvocationResult> InvokeAsync(SandboxInvocation invocation)
    {
        var start = _time.GetTimestamp();
        CurrentPayload = invocation.Payload;
        invocation.Deadline = _time.GetUtcNow() + _settings.Timeout;
        Platform($"START RequestId: {invocation.RequestId} Version: $LATEST");
        _session.Offer(invocation);
        await FirstAsync(_settings.Timeout, invocation.Result, _process.Exited);
        var result = await ResultAsync(invocation);
        if (IsAlive)
            await WaitUntilReadyAsync(_settings.Timeout - _time.GetElapsedTime(start));
        CurrentPayload = null;
        Report(invocation.RequestId, _time.GetElapsedTime(start));
        return result;
    }

    /// <summary>Kills the process. A running invocation ends as <see cref="InvocationResult.Crashed"/>.</summary>
    public void Kill()
    {
        _ = PeakResidentBytes;
        _killed = true;
        _process.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.Exited;
        _process.Dispose();
        await _server.DisposeAsync();
    }

    private async Task<InvocationResult> InitFailureAsync(string requestId)
    {
        if (_session.InitError.IsCompleted)
            return await _session.InitError;
        if (_process.Exited.IsCompleted)
            return new InvocationResult.Crashed(requestId, await _process.Exited);
        return new InvocationResult.TimedOut(requestId, _settings.InitTimeout);
    }

    private async Task<InvocationResult> ResultAsync(SandboxInvocation invocation)
    {
        if (invocation.Result.IsCompleted)
            return await invocation.Result;
        if (_process.Exited.IsCompleted)
            return new InvocationResult.Crashed(invocation.RequestId, await _process.Exited);
        var seconds = _settings.Timeout.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
        Platform($"{invocation.RequestId} Task timed out after {seconds} seconds");
        Kill();
        await _process.Exited;
        return new InvocationResult.TimedOut(invocation.RequestId, _settings.Timeout);
    }

    /// <summary>The invocation ends only when the runtime requests the next event.</summary>
    private async Task WaitUntilReadyAsync(TimeSpan remaining)
    {
        var ready = _session.Ready;
        await FirstAsync(remaining, ready, _process.Exited);
        if (!ready.IsCompleted)
            Kill();
    }

    private async Task FirstAsync(TimeSpan timeout, params Task[] tasks)
    {
        using var stopDelay = new CancellationTokenSource();
        var delay = Task.Delay(timeout > TimeSpan.Zero ? timeout : TimeSpan.Zero, _time, stopDelay.Token);
        await Task.WhenAny([.. tasks, delay]);
        await stopDelay.CancelAsync();
    }

    private void Report(string requestId, TimeSpan duration)
    {
        Platform($"END RequestId: {requestId}");
        var init = _initDuration is { } first ? $"\tInit Duration: {Milliseconds(first)} ms" : "";
        Platform($"REPORT RequestId: {requestId}\tDuration: {Milliseconds(duration)} ms"
            + $"\tMemory Size: {_settings.MemorySize} MB\tMax Memory Used: {PeakResidentBytes >> 20} MB{init}");
        _initDuration = null;
    }

    private void Platform(string text) => _log.Write(LogStream, LogSource.Platform, text);

    private static string Milliseconds(TimeSpan duration) =>
        duration.TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture);
}
