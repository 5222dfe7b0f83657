using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>A child process. It is killed when this process exits.</summary>
internal sealed class ChildProcess : IEnvironmentProcess
{
    private static readonly ConcurrentDictionary<ChildProcess, byte> Alive = new();

    private readonly Process _process;

    private static volatile bool _exiting;

    static ChildProcess() => AppDomain.CurrentDomain.ProcessExit += static (_, _) =>
    {
        _exiting = true;
        foreach (var child in Alive.Keys)
            child.Kill();
    };

    public ChildProcess(ProcessStartInfo startInfo, Action<LogSource, string> write)
    {
        _process = Process.Start(startInfo)
            ?? throw new InvalidOperationException($"{startInfo.FileName} did not start.");
        Id = _process.Id;
        Alive.TryAdd(this, 0);
        Exited = WatchAsync(write);

        // The exit handler may have killed the other processes before this one was added.
        if (_exiting)
            Kill();
    }

    public int Id { get; }

    public Task<int> Exited { get; }

    public long PeakResidentBytes
    {
        get
        {
            try
            {
                _process.Refresh();
                return Math.Max(_process.PeakWorkingSet64, _process.WorkingSet64);
            }
            catch (Exception e) when (e is InvalidOperationException or Win32Exception)
            {
                return 0;
            }
        }
    }

    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // The process has already ended.
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private async Task<int> WatchAsync(Action<LogSource, string> write)
    {
        await Task.WhenAll(
            ReadAsync(_process.StandardOutput, line => write(LogSource.Output, line)),
            ReadAsync(_process.StandardError, line => write(LogSource.Error, line)),
            _process.WaitForExitAsync());
        Alive.TryRemove(this, out _);
        return _process.ExitCode;
    }

    private static async Task ReadAsync(StreamReader reader, Action<string> write)
    {
        while (await reader.ReadLineAsync() is { } line)
            write(line);
    }
}
