using System.Diagnostics;
using System.Text;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>
/// A Lambda function whose environments are child processes of this one. They are started on demand, used again while
/// warm, and thrown away after a crash, a timeout or a failed INIT. Unlike in Lambda a failed INIT is not tried again
/// within the same invocation: the invocation fails, and the next one starts anew.
/// <para>A real process reads the real clock, so <c>time</c> has to be the system's where processes are real.</para>
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

    /// <summary>In bytes, over all environments there ever were.</summary>
    public long PeakResidentBytes => _pool.PeakResidentBytes;

    /// <summary>The RequestResponse way: one attempt. The token ends the wait for a free environment, not the
    /// invocation.</summary>
    public Task<InvocationResult> InvokeAsync(string payload, CancellationToken cancellationToken) =>
        InvokeAsync(Guid.NewGuid().ToString(), payload, cancellationToken);

    /// <summary>The Event way: returns at once; two retries, then the failure destination where there is one.</summary>
    /// <returns>How the last attempt ended. Nobody has to wait for it; disposal cancels it.</returns>
    public Task<InvocationResult> InvokeAsynchronously(string payload) => _asynchronous.RunAsync(payload);

    /// <summary>Asynchronous events that are being tried or wait for their next attempt.</summary>
    public int PendingEvents => _asynchronous.Pending;

    /// <summary>Kills the environments that work on an event and match, as the out-of-memory killer would. To be
    /// called from inside a call that the function makes, so that the moment is exact.</summary>
    /// <returns>How many were killed.</returns>
    public int KillCurrent(Func<ExecutionEnvironment, bool> matches)
    {
        var victims = _pool.Alive
            .Where(environment => environment.CurrentPayload is not null && matches(environment))
            .ToList();
        victims.ForEach(victim => victim.Kill());
        return victims.Count;
    }

    /// <summary>Kills every environment, warm ones too: the next event meets a cold start.</summary>
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
            await _pool.ThrowAwayAsync(environment);
            return Counted(failure);
        }

        var result = await environment.InvokeAsync(new SandboxInvocation(requestId, payload));
        await _pool.GiveBackAsync(environment);
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
