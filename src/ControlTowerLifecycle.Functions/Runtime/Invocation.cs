namespace ControlTowerLifecycle.Functions.Runtime;

/// <summary>One invocation, as GET /runtime/invocation/next returns it.</summary>
/// <param name="RequestId">Lambda-Runtime-Aws-Request-Id.</param>
/// <param name="Deadline">Lambda-Runtime-Deadline-Ms: when Lambda ends the process.</param>
/// <param name="TraceId">Lambda-Runtime-Trace-Id; null if there is none.</param>
/// <param name="Payload">The event, unchanged.</param>
internal sealed record Invocation(
    string RequestId, DateTimeOffset Deadline, string? TraceId, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Lambda allows 15 minutes at most. Emulators set deadlines that are too late for a timer.</summary>
    private static readonly TimeSpan Maximum = TimeSpan.FromDays(1);

    /// <summary>The time until the deadline, at most a day; negative after the deadline.</summary>
    public TimeSpan TimeLeft(TimeProvider time)
    {
        var left = Deadline - time.GetUtcNow();
        return left < Maximum ? left : Maximum;
    }
}
