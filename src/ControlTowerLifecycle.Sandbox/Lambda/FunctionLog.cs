using System.Collections.Immutable;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>The writer of a log line.</summary>
internal enum LogSource
{
    /// <summary>The sandbox as Lambda: START, END, REPORT, INIT_REPORT.</summary>
    Platform,

    Output,

    Error,
}

/// <param name="Time">When the sandbox read the line.</param>
/// <param name="LogStream">Each environment has one log stream.</param>
/// <param name="Source">The writer.</param>
/// <param name="Text">Without the line break.</param>
internal sealed record LogLine(DateTimeOffset Time, string LogStream, LogSource Source, string Text);

/// <summary>All output of a function's environments, up to the last line of a killed process.</summary>
internal sealed class FunctionLog(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<LogLine> _lines = [];
    private ImmutableArray<Action<LogLine>> _subscribers = [];

    /// <summary>A copy of the lines so far.</summary>
    public IReadOnlyList<LogLine> Lines
    {
        get { lock (_gate) return [.. _lines]; }
    }

    /// <summary>The subscriber receives lines in order, on the thread that reads them.</summary>
    public IDisposable Subscribe(Action<LogLine> subscriber)
    {
        lock (_gate)
            _subscribers = _subscribers.Add(subscriber);
        return new Subscription(this, subscriber);
    }

    /// <summary>Waits for the first line that <paramref name="matches"/>. The line can exist already. A process sends
    /// log and response separately, so the response can arrive first.</summary>
    public async Task<LogLine> WaitForAsync(Func<LogLine, bool> matches, CancellationToken cancellationToken)
    {
        var found = new TaskCompletionSource<LogLine>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = Subscribe(line =>
        {
            if (matches(line))
                found.TrySetResult(line);
        });
        if (Lines.FirstOrDefault(matches) is { } earlier)
            return earlier;
        return await found.Task.WaitAsync(cancellationToken);
    }

    internal void Write(string logStream, LogSource source, string text)
    {
        lock (_gate)
        {
            var line = new LogLine(time.GetUtcNow(), logStream, source, text);
            _lines.Add(line);
            foreach (var subscriber in _subscribers)
                subscriber(line);
        }
    }

    private sealed class Subscription(FunctionLog log, Action<LogLine> subscriber) : IDisposable
    {
        public void Dispose()
        {
            lock (log._gate)
                log._subscribers = log._subscribers.Remove(subscriber);
        }
    }
}
