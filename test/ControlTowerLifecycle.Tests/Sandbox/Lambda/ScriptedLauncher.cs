using ControlTowerLifecycle.Sandbox.Lambda;

namespace ControlTowerLifecycle.Tests.Sandbox.Lambda;

/// <summary>Runs a script instead of each process. The script returns the exit code. Kill cancels it.</summary>
internal sealed class ScriptedLauncher(Func<ScriptedProcess, Task<int>> script) : IEnvironmentLauncher
{
    private int _launched;

    public IEnvironmentProcess Launch(EnvironmentStart start) =>
        new ScriptedProcess(Interlocked.Increment(ref _launched), start, script);

    /// <summary>The settings of a function with that name.</summary>
    public static SandboxFunctionSettings Settings(string name) =>
        new() { Name = name, Credentials = new FunctionCredentials("ASIAEXAMPLE", "secret", "token") };

    /// <summary>A runtime that responds to each event with the result of <paramref name="handle"/>.</summary>
    public static ScriptedLauncher Responding(Func<string, string> handle) => new(async process =>
    {
        while (true)
        {
            var received = await process.Runtime.NextAsync();
            await process.Runtime.RespondAsync(received.RequestId, handle(received.Payload));
        }
    });
}

internal sealed class ScriptedProcess : IEnvironmentProcess
{
    private readonly CancellationTokenSource _killed = new();

    public ScriptedProcess(int id, EnvironmentStart start, Func<ScriptedProcess, Task<int>> script)
    {
        Id = id;
        Start = start;
        Runtime = new RuntimeCaller(start.Variables["AWS_LAMBDA_RUNTIME_API"], _killed.Token);
        Exited = RunAsync(script);
    }

    public int Id { get; }

    public EnvironmentStart Start { get; }

    public RuntimeCaller Runtime { get; }

    public CancellationToken Killed => _killed.Token;

    public Task<int> Exited { get; }

    public long PeakResidentBytes => 20 << 20;

    public void Kill() => _killed.Cancel();

    public void Dispose() => Runtime.Dispose();

    private async Task<int> RunAsync(Func<ScriptedProcess, Task<int>> script)
    {
        try
        {
            await Task.Yield();
            return await script(this);
        }
        catch (OperationCanceledException)
        {
            return 137;
        }
    }
}
