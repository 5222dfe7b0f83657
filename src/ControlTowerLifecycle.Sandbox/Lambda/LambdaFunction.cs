using System.Diagnostics;
using System.Text;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>
/// A Lambda function whose environments are child processes. They start on demand, are reused while warm, and are
/// removed after a crash, a timeout or a failed INIT. Unlike Lambda, the sandbox does not repeat a failed INIT within
/// the same invocation: the invocation fails and the next one starts a new environment.
/// <para>With real processes, <c>time</c> must be the system clock, because they read it.</para>
/// </summary>
internal sealed class LambdaFunction : IAsyncDisposable
{
    private readonly EnvironmentPool _pool;
    private readonly AsynchronousInvocations _asynchronous;
    private readonly int[] _results = new int[5];

    public LambdaFunction(SandboxFunctionSettings settings, IEnvironmentLauncher launcher, TimeProvider time)
    {
        FunctionVariables.Check(settings);
        Settings = settings;
        Log = new FunctionLog(time);
        _pool = new EnvironmentPool(settings, launcher, Log, time);
        _asynchronous = new AsynchronousInvocations(settings, InvokeAsync, time);
    }

    private enum Count
    {
        Invocations,
        Errors,
        Timeouts,
        Crashes,
        InitFailures,
    }

    public SandboxFunctionSettings Settings { get; }

    public string Name => Settings.Name;

    public string Arn => Settings.Arn;

    public FunctionLog Log { get; }

    public FunctionCounts Counts => new(
        Read(Count.Invocations),
        Read(Count.Errors),
        Read(Count.Timeouts),
        Read(Count.Crashes),
        Read(Count.InitFailures),
        _pool.Started);

    public IReadOnlyList<ExecutionEnvironment> Environments => _pool.Alive;

    /// <summary>The peak memory of one environment in bytes, over all environments, including ended ones.</summary>
    public long PeakResidentBytes => _pool.PeakResidentBytes;

    /// <summary>Invocation type RequestResponse: one attempt. The token cancels the wait for a free environment, not
    /// the invocation.</summary>
    public Task<InvocationResult> InvokeAsync(string payload, CancellationToken cancellationToken) =>
        InvokeAsync(Guid.NewGuid().ToString(), payload, cancellationToken);

    /// <summary>Invocation type Event: two retries, then the failure destination if there is one.</summary>
    /// <returns>The result of the last attempt. The caller need not await it; disposal cancels it.</returns>
    public Task<InvocationResult> InvokeAsynchronously(string payload) => _asynchronous.RunAsync(payload);

    /// <summary>Starts one environment before the first invocation.</summary>
    /// <returns>Null on success, or the failure of INIT.</returns>
    public async Task<InvocationResult?> WarmUpAsync(CancellationToken cancellationToken)
    {
        var (environment, isNew) = await _pool.TakeAsync(cancellationToken);
        var failure = isNew ? await environment.InitAsync(Guid.NewGuid().ToString()) : null;
        if (failure is null)
            await _pool.ReturnAsync(environment);
        else
            await _pool.RemoveAsync(environment);
        return failure;
    }

    /// <summary>Asynchronous events that are running or wait for their next attempt.</summary>
    public int PendingEvents => _asynchronous.Pending;

    /// <summary>Kills the matching environments that run an invocation, as the out-of-memory killer does. Call it while
    /// the sandbox serves a call of the function: then the moment is exact.</summary>
    /// <returns>The number of killed environments.</returns>
    public int KillCurrent(Func<ExecutionEnvironment, bool> matches)
    {
        var environments = _pool.Alive
            .Where(environment => environment.CurrentPayload is not null && matches(environment))
            .ToList();
        environments.ForEach(environment => environment.Kill());
        return environments.Count;
    }

    /// <summary>Kills every environment, also warm ones. The next event causes a cold start.</summary>
    public void KillAll()
    {
        foreach (var environment in _pool.Alive)
            environment.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        await _asynchronous.DisposeAsync();
        await _pool.DisposeAsync();
    }

    private async Task<InvocationResult> InvokeAsync(
        string requestId, string payload, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            Encoding.UTF8.GetByteCount(payload), RuntimeSession.LargestPayload, nameof(payload));
        var (environment, isNew) = await _pool.TakeAsync(cancellationToken);
        Add(Count.Invocations);
        if (isNew && await environment.InitAsync(requestId) is { } failure)
        {
            Add(Count.InitFailures);
            await _pool.RemoveAsync(environment);
            return Counted(failure);
        }

        var result = await environment.InvokeAsync(new SandboxInvocation(requestId, payload));
        await _pool.ReturnAsync(environment);
        return Counted(result);
    }

    private InvocationResult Counted(InvocationResult result)
    {
        switch (result)
        {
            case InvocationResult.Succeeded:
                break;
            case InvocationResult.FunctionError:
                Add(Count.Errors);
                break;
            case InvocationResult.TimedOut:
                Add(Count.Timeouts);
                break;
            case InvocationResult.Crashed:
                Add(Count.Crashes);
                break;
            default:
                throw new UnreachableException();
        }

        return result;
    }

    private void Add(Count count) => Interlocked.Increment(ref _results[(int)count]);

    private int Read(Count count) => Volatile.Read(ref _results[(int)count]);
}
