namespace ControlTowerLifecycle.Functions.Runtime;

/// <summary>One invocation, as GET /runtime/invocation/next hands it out.</summary>
/// <param name="RequestId">Lambda-Runtime-Aws-Request-Id.</param>
/// <param name="Deadline">Lambda-Runtime-Deadline-Ms: when Lambda ends the process.</param>
/// <param name="TraceId">Lambda-Runtime-Trace-Id, or null.</param>
/// <param name="Payload">The event, as it came.</param>
internal sealed record Invocation(
    string RequestId, DateTimeOffset Deadline, string? TraceId, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Lambda gives 15 minutes at most; emulators write deadlines that no timer reaches.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>How long until the deadline: below zero once it is past, a day at most.</summary>
    public TimeSpan TimeLeft(TimeProvider time)
    {
        var left = Deadline - time.GetUtcNow();
        return left < Longest ? left : Longest;
    }
}
