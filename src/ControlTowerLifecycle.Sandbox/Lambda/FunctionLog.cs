using System.Collections.Immutable;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>Who wrote a line.</summary>
internal enum LogSource
{
    /// <summary>The sandbox, in the place of Lambda: START, END, REPORT, INIT_REPORT.</summary>
    Platform,

    Output,

    Error,
}

/// <param name="Time">When the sandbox read the line.</param>
/// <param name="LogStream">One for each environment.</param>
/// <param name="Source">Who wrote it.</param>
/// <param name="Text">Without the line break.</param>
internal sealed record LogLine(DateTimeOffset Time, string LogStream, LogSource Source, string Text);

/// <summary>Everything the environments of a function wrote, to the last line of a process that was killed.</summary>
internal sealed class FunctionLog(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<LogLine> _lines = [];
    private ImmutableArray<Action<LogLine>> _subscribers = [];

    /// <summary>A copy: lines that come later are not in it.</summary>
    public IReadOnlyList<LogLine> Lines
    {
        get { lock (_gate) return [.. _lines]; }
    }

    /// <summary>Lines reach a subscriber in order, on the thread that read them.</summary>
    public IDisposable Subscribe(Action<LogLine> subscriber)
    {
        lock (_gate)
            _subscribers = _subscribers.Add(subscriber);
        return new Subscription(this, subscriber);
    }

    /// <summary>The first line that <paramref name="matches"/>, whether it is there already or comes later. A process
    /// writes its log and its answer on two ways, so the answer can be the faster one.</summary>
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
