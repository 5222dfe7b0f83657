using System.Security.Cryptography;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>One event on its way through one environment. A retry is another invocation with the same request
/// id.</summary>
internal sealed class SandboxInvocation(string requestId, string payload)
{
    private readonly TaskCompletionSource<InvocationResult> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string RequestId => requestId;

    public string Payload => payload;

    public string TraceId { get; } =
        $"Root=1-{Hex(8)}-{Hex(24)};Parent={Hex(16)};Sampled=0";

    /// <summary>Set when the event is handed to the runtime: INIT does not count against the timeout.</summary>
    public DateTimeOffset Deadline { get; set; }

    /// <summary>Completes when the runtime has answered. A runtime that dies never answers.</summary>
    public Task<InvocationResult> Answer => _answer.Task;

    public void Complete(InvocationResult result) => _answer.TrySetResult(result);

    private static string Hex(int digits) => RandomNumberGenerator.GetHexString(digits, lowercase: true);
}
