using System.Globalization;
using System.Security.Cryptography;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>
/// One execution environment: a process and the Runtime API it talks to. It serves one invocation at a time, and none
/// any more once its process is gone.
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
        var variables = FunctionVariables.For(settings, server.Address.Authority, LogStream);
        _process = launcher.Launch(
            new EnvironmentStart(variables, (source, line) => log.Write(LogStream, source, line)));
    }

    /// <summary>The name that Lambda gives an environment in the logs.</summary>
    public string LogStream { get; }

    public int ProcessId => _process.Id;

    /// <summary>The event that is being worked on, or null between events.</summary>
    public string? CurrentPayload { get; private set; }

    /// <summary>Not killed, and its process has not ended by itself.</summary>
    public bool IsAlive => !_killed && !_process.Exited.IsCompleted;

    /// <summary>The most memory that the process had in use, in bytes: a live reading, and the last one once it is
    /// gone.</summary>
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

    /// <summary>Waits until the runtime asks for its first event.</summary>
    /// <returns>Null when it does, or how INIT failed. The process is then gone.</returns>
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

    /// <summary>Hands the event to the runtime, and waits for the answer and for the runtime to be ready for the next
    /// one.</summary>
    public async Task<InvocationResult> InvokeAsync(SandboxInvocation invocation)
    {
        var began = _time.GetTimestamp();
        CurrentPayload = invocation.Payload;
        invocation.Deadline = _time.GetUtcNow() + _settings.Timeout;
        Platform($"START RequestId: {invocation.RequestId} Version: $LATEST");
        _session.Offer(invocation);
        await FirstAsync(_settings.Timeout, invocation.Answer, _process.Exited);
        var result = await ResultAsync(invocation);
        if (IsAlive)
            await SettleAsync(_settings.Timeout - _time.GetElapsedTime(began));
        CurrentPayload = null;
        Report(invocation.RequestId, _time.GetElapsedTime(began));
        return result;
    }

    /// <summary>Ends the process at once. What it was working on ends as
    /// <see cref="InvocationResult.Crashed"/>.</summary>
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
        if (invocation.Answer.IsCompleted)
            return await invocation.Answer;
        if (_process.Exited.IsCompleted)
            return new InvocationResult.Crashed(invocation.RequestId, await _process.Exited);
        var seconds = _settings.Timeout.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
        Platform($"{invocation.RequestId} Task timed out after {seconds} seconds");
        Kill();
        await _process.Exited;
        return new InvocationResult.TimedOut(invocation.RequestId, _settings.Timeout);
    }

    /// <summary>The answer is given, yet the invocation is over only when the runtime asks for the next
    /// event.</summary>
    private async Task SettleAsync(TimeSpan left)
    {
        var ready = _session.Ready;
        await FirstAsync(left, ready, _process.Exited);
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
